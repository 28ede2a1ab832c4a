// Package serve gives sessions to programs of this machine that read no AWS config, by the protocol of container credentials
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).
package serve

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

const (
	// patience is how long a request waits for the first session. A client of the JavaScript SDK ends its request after 1 s.
	patience = 900 * time.Millisecond
	// largestHeader is how many bytes a request may have.
	largestHeader = 8 * 1024
	// mostStrangers is how many connections without the token may be open. One more ends the oldest.
	mostStrangers = 256
)

// Server is a running endpoint.
type Server struct {
	address   string
	token     []byte
	roles     map[string]*role
	strangers strangers
	counts    requestCounts
}

// Options of a server. Report gets each failure of a role once, and nil when it is over.
type Options struct {
	// Address is a loopback address with a port; port 0 is any free one.
	Address string
	Token   string
	Sources map[string]Source
	Report  func(role string, err error)
	// times are the defaults but in tests.
	times times
}

// times of a server. request is how long a client may take for its request.
type times struct {
	request time.Duration
	pauses  pauses
}

var defaultTimes = times{5 * time.Second, pauses{30 * time.Second, 5 * time.Second}}

// Start listens, and renews sessions until the context ends.
func Start(ctx context.Context, options Options) (*Server, error) {
	address, err := netip.ParseAddrPort(options.Address)
	if err != nil || !address.Addr().IsLoopback() || address.Addr().Zone() != "" {
		return nil, failure.Usage(failure.Message{Code: "serve-address-invalid", Fields: failure.Fields{"given": failure.Quoted(options.Address)}})
	}
	listener, err := net.Listen("tcp", address.String())
	if err != nil {
		return nil, failure.New("serve-address-taken", failure.Fields{"address": address, "reason": guard.Reason(err)})
	}
	s := &Server{address: listener.Addr().String(), token: []byte(options.Token), roles: map[string]*role{}}
	times := cmp.Or(options.times, defaultTimes)
	alone := &sync.Mutex{}
	for name, source := range options.Sources {
		s.roles[name] = &role{source: source, pauses: times.pauses, tried: make(chan struct{})}
		go s.roles[name].keep(ctx, alone, func(err error) { options.Report(name, err) })
	}
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: times.request, ReadTimeout: times.request, WriteTimeout: 2 * times.request, MaxHeaderBytes: largestHeader,
		DisableGeneralOptionsHandler: true, ErrorLog: log.New(io.Discard, "", 0), ConnState: s.strangers.follow, ConnContext: withConnection,
	}
	// A request cannot hide behind another one.
	server.SetKeepAlivesEnabled(false)
	go server.Serve(listener)
	context.AfterFunc(ctx, func() { server.Close() })
	return s, nil
}

// URL is where the session of a role is.
func (s *Server) URL(role string) string { return "http://" + s.address + pathOf(role) }

func pathOf(role string) string { return "/credentials/" + url.PathEscape(role) }

// Ready waits for the first session of every role, and returns the failures of those that have none.
func (s *Server) Ready(ctx context.Context) error {
	var failures []error
	for _, name := range slices.Sorted(maps.Keys(s.roles)) {
		select {
		case <-s.roles[name].tried:
		case <-ctx.Done():
			return ctx.Err()
		}
		if found, err := s.roles[name].current(); found == nil {
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

// ServeHTTP answers requests of programs of this machine, and of nobody else.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status, text, kind := s.answer(r)
	s.counts.add(status)
	header := w.Header()
	header.Set("Content-Type", kind)
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	if status == http.StatusServiceUnavailable {
		header.Set("Retry-After", "1")
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

const (
	asJSON = "application/json"
	asText = "text/plain; version=0.0.4; charset=utf-8"
)

func (s *Server) answer(r *http.Request) (status int, text, kind string) {
	if reason := s.unfit(r); reason != "" {
		return refuse(http.StatusForbidden, "serve-refused", failure.Fields{"reason": reason})
	}
	switch r.RequestURI {
	case "/healthz":
		return s.health()
	case "/metrics":
		return http.StatusOK, s.metrics(), asText
	}
	given := r.Header.Values("Authorization")
	if len(given) != 1 || subtle.ConstantTimeCompare([]byte(given[0]), s.token) != 1 {
		return refuse(http.StatusForbidden, "serve-unauthorized", nil)
	}
	s.strangers.forget(connectionOf(r))
	for name, role := range s.roles {
		if r.RequestURI == pathOf(name) {
			return credentials(role)
		}
	}
	return refuse(http.StatusNotFound, "serve-role-unknown", failure.Fields{
		"path": failure.Quoted(r.RequestURI[:min(len(r.RequestURI), 100)]), "names": strings.Join(slices.Sorted(maps.Keys(s.roles)), ", "),
	})
}

// foreign are headers that a browser, a proxy, or a gateway adds. No SDK sends any of them.
var foreign = []string{"Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Cookie", "Forwarded", "X-Forwarded-For", "Via", "Upgrade"}

// unfit says why a request is not one of a client of AWS on this machine, or is empty.
func (s *Server) unfit(r *http.Request) string {
	_, port, _ := net.SplitHostPort(s.address)
	// A web page whose name leads here has that name in the header: DNS rebinding.
	if r.Host != s.address && r.Host != "localhost:"+port {
		return "the header Host is not " + s.address
	}
	if r.Method != http.MethodGet {
		return "the method is not GET"
	}
	if r.ContentLength != 0 || len(r.TransferEncoding) > 0 {
		return "the request has a body"
	}
	if !strings.HasPrefix(r.RequestURI, "/") {
		return "the target is not a path"
	}
	for _, name := range foreign {
		if _, has := r.Header[name]; has {
			return "it has the header " + name
		}
	}
	return ""
}

func refuse(status int, code string, fields failure.Fields) (int, string, string) {
	return asError(status, code, failure.Message{Code: code, Fields: fields}.String())
}

// asError is an error in the form that SDKs show.
func asError(status int, code, message string) (int, string, string) {
	text, _ := json.Marshal(map[string]string{"code": code, "message": message})
	return status, string(text) + "\n", asJSON
}

func credentials(r *role) (status int, text, kind string) {
	found, err := r.within(patience)
	if found != nil {
		return http.StatusOK, document(found), asJSON
	}
	var failed *failure.Failure
	switch {
	case err == nil:
		return refuse(http.StatusServiceUnavailable, "serve-not-ready", nil)
	case !errors.As(err, &failed):
		return refuse(http.StatusBadGateway, "serve-not-ready", nil)
	case failed.Passing:
		return asError(http.StatusServiceUnavailable, failed.Code(), failed.Error())
	default:
		return asError(http.StatusForbidden, failed.Code(), failed.Error())
	}
}

// document has the names that the protocol gives the members.
func document(found *session.Session) string {
	keys := found.Keys()
	text, _ := json.Marshal(struct{ AccessKeyId, SecretAccessKey, Token, Expiration string }{
		keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken, keys.Expiration,
	})
	return string(text) + "\n"
}

func (s *Server) health() (int, string, string) {
	for _, role := range s.roles {
		if found, _ := role.current(); found == nil {
			return http.StatusServiceUnavailable, "a role has no session\n", asText
		}
	}
	return http.StatusOK, "ok\n", asText
}

// metrics names no role, no account, and no key: it can be read without the token.
func (s *Server) metrics() string {
	valid, shortest, succeeded, failed := 0, int64(0), 0, 0
	for _, role := range s.roles {
		if found, _ := role.current(); found != nil {
			left := found.Expires - pace.Now().Unix()
			if valid == 0 || left < shortest {
				shortest = left
			}
			valid++
		}
		role.mutex.Lock()
		succeeded, failed = succeeded+role.counts.succeeded, failed+role.counts.failed
		role.mutex.Unlock()
	}
	var text strings.Builder
	fmt.Fprintf(&text, "# TYPE azure_to_aws_roles gauge\nazure_to_aws_roles %d\n", len(s.roles))
	fmt.Fprintf(&text, "# TYPE azure_to_aws_valid_sessions gauge\nazure_to_aws_valid_sessions %d\n", valid)
	fmt.Fprintf(&text, "# TYPE azure_to_aws_shortest_session_seconds gauge\nazure_to_aws_shortest_session_seconds %d\n", shortest)
	fmt.Fprintf(&text, "# TYPE azure_to_aws_renewals_total counter\nazure_to_aws_renewals_total{outcome=\"succeeded\"} %d\n", succeeded)
	fmt.Fprintf(&text, "azure_to_aws_renewals_total{outcome=\"failed\"} %d\n", failed)
	fmt.Fprintf(&text, "# TYPE azure_to_aws_requests_total counter\n%s", s.counts.text())
	return text.String()
}

// requestCounts counts answers by their status.
type requestCounts struct {
	mutex    sync.Mutex
	byStatus map[int]int
}

func (c *requestCounts) add(status int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.byStatus == nil {
		c.byStatus = map[int]int{}
	}
	c.byStatus[status]++
}

func (c *requestCounts) text() string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	text := ""
	for _, status := range slices.Sorted(maps.Keys(c.byStatus)) {
		text += "azure_to_aws_requests_total{status=\"" + strconv.Itoa(status) + "\"} " + strconv.Itoa(c.byStatus[status]) + "\n"
	}
	return text
}
