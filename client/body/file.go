package body

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"dowse/collections/vars"
)

// ErrChanged says that a file has not the length any more that it had when the request was made of it.
var ErrChanged = errors.New("it changed its length meanwhile")

// File is a body that is the content of a file. It is read while it is sent.
type File struct {
	path    string
	length  int64
	preview vars.Text
}

// OpenFile looks at a regular file, which is not kept open.
func OpenFile(path string) (*File, error) {
	file, info, err := open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	beginning, err := io.ReadAll(io.LimitReader(file, PreviewSize))
	if err != nil {
		return nil, err
	}
	return &File{path: path, length: info.Size(), preview: vars.PlainText(string(beginning))}, nil
}

// open opens a regular file: another could be read only once, or without end, and a pipe would wait for a writer.
func open(path string) (*os.File, fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("not a regular file")}
	}
	file, err := os.Open(path)
	return file, info, err
}

// Open opens the file again. The error is ErrChanged where its length is another.
func (f *File) Open() (io.ReadCloser, error) {
	file, info, err := open(f.path)
	if err != nil {
		return nil, err
	}
	if info.Size() != f.length {
		file.Close()
		return nil, f.changed()
	}
	return &exactly{body: f, file: file, left: f.length}, nil
}

// Length is the size that the file had when it was looked at.
func (f *File) Length() int64 { return f.length }

// Preview is how the file began when it was looked at.
func (f *File) Preview() vars.Text { return f.preview }

// Supplied is empty: no templates are expanded in a file.
func (f *File) Supplied() vars.Text { return vars.PlainText("") }

func (f *File) changed() error { return fmt.Errorf("%s: %w", f.path, ErrChanged) }

// exactly reads a file and fails where it has fewer or more bytes than are left. Its last bytes are given only when it is known
// that none follow: the receiver of a file that grew never has as many as it was told.
type exactly struct {
	body *File
	file *os.File
	left int64
	err  error
}

// Read gives no byte past the length.
func (e *exactly) Read(p []byte) (int, error) {
	if e.err != nil || len(p) == 0 {
		return 0, e.err
	}
	n, err := e.file.Read(p[:min(int64(len(p)), e.left)])
	e.left -= int64(n)
	switch {
	case err == io.EOF:
		err = e.body.changed()
	case err == nil && e.left == 0:
		if err = e.ends(); err != io.EOF {
			n = 0
		}
	}
	e.err = err
	return n, err
}

// ends is io.EOF at the end of the file.
func (e *exactly) ends() error {
	n, err := e.file.Read(make([]byte, 1))
	if n > 0 {
		return e.body.changed()
	}
	return err
}

// Close closes the file.
func (e *exactly) Close() error { return e.file.Close() }
