package cli

import (
	"encoding/base64"
	"encoding/json"
	"unicode/utf8"

	"dowse/client"
)

// sendReport is what `dowse send --format json` prints.
type sendReport struct {
	Schema   int            `json:"schema_version"`
	Request  requestReport  `json:"request"`
	Response responseReport `json:"response"`
	Hops     []hopReport    `json:"redirects"`
	Timings  timingReport   `json:"timings_ms"`
	Picks    []pickReport   `json:"picks"`
	Notices  []string       `json:"notices"`
}

type requestReport struct {
	ID      string         `json:"id,omitempty"`
	Method  string         `json:"method"`
	URL     string         `json:"url"`
	Headers []headerReport `json:"headers"`
}

type headerReport struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type responseReport struct {
	Status     int            `json:"status"`
	Reason     string         `json:"reason"`
	Protocol   string         `json:"protocol"`
	Headers    []headerReport `json:"headers"`
	Body       *string        `json:"body,omitempty"`
	BodyBase64 string         `json:"body_base64,omitempty"` // when it is not UTF-8
	Size       int            `json:"size"`
	WireSize   int            `json:"wire_size"`
	Complete   bool           `json:"complete"`
}

type hopReport struct {
	Status   int      `json:"status"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Withheld []string `json:"withheld"`
}

type timingReport struct {
	DNS     float64 `json:"dns"`
	Connect float64 `json:"connect"`
	TLS     float64 `json:"tls"`
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
	Total   float64 `json:"total"`
	Elapsed float64 `json:"elapsed"`
}

type pickReport struct {
	Name   string          `json:"name"`
	Value  json.RawMessage `json:"value,omitempty"` // left out when it is secret or missing
	Secret bool            `json:"secret,omitempty"`
	Error  string          `json:"error,omitempty"`
}

// newSendReport reports a send; response is what is shown of its response.
func newSendReport(s shown, response *client.Response) sendReport {
	e := s.exchange
	r := sendReport{
		Schema:   schemaVersion,
		Request:  requestReport{ID: s.request.ID, Method: e.Request.Method, URL: e.Request.URL.String(), Headers: []headerReport{}},
		Response: newResponseReport(response),
		Hops:     []hopReport{},
		Timings:  newTimingReport(e),
		Picks:    []pickReport{},
		Notices:  append([]string{}, e.Notices...),
	}
	r.Response.Size = len(e.Response.Body)
	for _, h := range e.Request.Headers {
		r.Request.Headers = append(r.Request.Headers, headerReport{h.Name, h.Value.String()})
	}
	for _, h := range e.Hops {
		r.Hops = append(r.Hops, hopReport{h.Response.Status, h.Request.URL.String(), h.Target.String(), append([]string{}, h.Withheld...)})
	}
	for _, v := range s.picked {
		report := pickReport{Name: v.Pick.Name, Secret: v.Value.IsSecret()}
		switch {
		case v.Err != nil:
			report.Error = v.Err.Error()
		case v.Found && !report.Secret:
			report.Value = json.RawMessage(v.Value.JSON())
		}
		r.Picks = append(r.Picks, report)
	}
	return r
}

func newResponseReport(r *client.Response) responseReport {
	report := responseReport{
		Status: r.Status, Reason: r.Reason, Protocol: r.Protocol, Headers: []headerReport{},
		Size: len(r.Body), WireSize: len(r.Wire), Complete: r.Complete,
	}
	for _, h := range r.Headers {
		report.Headers = append(report.Headers, headerReport{h.Name, h.Value})
	}
	if utf8.Valid(r.Body) {
		text := string(r.Body)
		report.Body = &text
	} else {
		report.BodyBase64 = base64.StdEncoding.EncodeToString(r.Body)
	}
	return report
}

func newTimingReport(e *client.Exchange) timingReport {
	t := e.Timings
	return timingReport{
		DNS: milliseconds(t.DNS), Connect: milliseconds(t.Connect), TLS: milliseconds(t.TLS), Send: milliseconds(t.Send),
		Wait: milliseconds(t.Wait), Receive: milliseconds(t.Receive), Total: milliseconds(t.Total), Elapsed: milliseconds(e.Elapsed),
	}
}
