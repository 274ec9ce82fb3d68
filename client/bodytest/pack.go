package bodytest

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// packer packs bodies, fast rather than well.
type packer struct {
	r    *rand.Rand
	zstd *zstd.Encoder
}

// pack packs a body with each of its codings, in their order.
func (p *packer) pack(body []byte, codings string) ([]byte, error) {
	if codings == "" {
		return body, nil
	}
	for coding := range strings.SplitSeq(codings, ", ") {
		var b bytes.Buffer
		w, err := p.writer(&b, coding)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(body); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		body = b.Bytes()
	}
	return body, nil
}

// writer gives what packs into w. That deflate is zlib's format or bare depends on the server (RFC 9110 section 8.4.1.2).
func (p *packer) writer(w io.Writer, coding string) (io.WriteCloser, error) {
	switch coding {
	case "gzip":
		return gzip.NewWriterLevel(w, gzip.BestSpeed)
	case "deflate":
		if p.r.IntN(2) == 0 {
			return flate.NewWriter(w, flate.BestSpeed)
		}
		return zlib.NewWriterLevel(w, zlib.BestSpeed)
	case "br":
		return brotli.NewWriterLevel(w, brotli.BestSpeed), nil
	case "zstd":
		if p.zstd == nil {
			var err error
			if p.zstd, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest)); err != nil {
				return nil, err
			}
		}
		p.zstd.Reset(w)
		return p.zstd, nil
	}
	return nil, fmt.Errorf("%q is no coding", coding)
}
