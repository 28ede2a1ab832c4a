package guard

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"

	"golang.org/x/net/http/httpproxy"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"

	// Roots of the browsers, for images that have none. They serve only where the system has no roots.
	_ "golang.org/x/crypto/x509roots/fallback"
)

const (
	largestBody = 256 * 1024
	// Where nothing answers at all, more attempts would only make the caller wait.
	unreachableAttempts = 4
)

// Answer is what a service has said.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Client sends requests to one endpoint, whatever address a library gives them, and follows no redirect. It keeps what came back, because
// the errors of libraries hide it.
type Client struct {
	Endpoint
	// Answer is the last one, or nil.
	Answer *Answer
	// Failure is why the last request got no answer, or nil.
	Failure   *failure.Failure
	transport *http.Transport
	proxy     *url.URL
}

// Client makes one, or says what is wrong with the proxy or the authorities that the environment names.
func (e Endpoint) Client() (*Client, error) {
	made := &Client{Endpoint: e, transport: &http.Transport{
		DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: 64 * 1024,
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
	}}
	dialer := net.Dialer{}
	if e.near {
		dialer.Timeout = pace.NearConnect
	}
	made.transport.DialContext = dialer.DialContext
	if e.URL.Scheme == "https" {
		if err := made.addAuthorities(); err != nil {
			return nil, err
		}
	}
	if e.proxied {
		if err := made.addProxy(); err != nil {
			return nil, err
		}
	}
	return made, nil
}

func (c *Client) addAuthorities() error {
	bundle := os.Getenv("AWS_CA_BUNDLE")
	if bundle == "" {
		return nil
	}
	text, err := os.ReadFile(bundle)
	pool := x509.NewCertPool()
	if err == nil && !pool.AppendCertsFromPEM(text) {
		err = errors.New("no certificate in it")
	}
	if err != nil {
		return failure.New("ca-bundle-invalid", failure.Fields{"path": failure.Quoted(bundle), "reason": Reason(err)})
	}
	c.transport.TLSClientConfig.RootCAs = pool
	return nil
}

// addProxy takes https_proxy or HTTPS_PROXY, except for what no_proxy or NO_PROXY names. TLS is with the endpoint itself: the proxy
// only passes on what it cannot read.
func (c *Client) addProxy() error {
	text := cmp.Or(os.Getenv("https_proxy"), os.Getenv("HTTPS_PROXY"))
	if text == "" {
		return nil
	}
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	settings := httpproxy.Config{HTTPSProxy: text, NoProxy: cmp.Or(os.Getenv("no_proxy"), os.Getenv("NO_PROXY"))}
	proxy, err := settings.ProxyFunc()(&c.URL)
	if err == nil && proxy == nil {
		return nil
	}
	if err != nil || proxy.Scheme != "http" || proxy.Hostname() == "" {
		// Not the value: it may carry a password.
		return failure.New("proxy-invalid", nil)
	}
	c.proxy, c.transport.Proxy = proxy, http.ProxyURL(proxy)
	c.transport.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
		if answer.StatusCode != http.StatusOK {
			return proxyError(answer.Status)
		}
		return nil
	}
	return nil
}

// proxyError is the status with which a proxy refuses.
type proxyError string

func (e proxyError) Error() string { return string(e) }

// Do is what the libraries of both clouds call.
func (c *Client) Do(request *http.Request) (*http.Response, error) {
	c.Answer, c.Failure = nil, nil
	sent := request.Clone(request.Context())
	sent.URL.Scheme, sent.URL.Host, sent.Host = c.URL.Scheme, c.address(), c.URL.Host
	if c.prefixed {
		sent.URL.Path = c.URL.Path + sent.URL.Path
	}
	sent.Header.Set("User-Agent", "azure-to-aws/"+knowledge.Get().Version)
	answer, err := c.transport.RoundTrip(sent)
	if err != nil {
		return nil, c.fail(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, largestBody+1))
	if len(body) > largestBody {
		c.Failure = &failure.Failure{Passing: true, Attempts: 2, Messages: []failure.Message{{
			Code: "answer-too-large", Fields: failure.Fields{"service": c.Service, "bytes": largestBody},
		}}}
		return nil, c.Failure
	}
	if err != nil {
		return nil, c.fail(err)
	}
	c.Answer = &Answer{answer.StatusCode, answer.Header, body}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

// fail keeps and returns why there is no answer. All but a certificate passes.
func (c *Client) fail(err error) error {
	message := c.trouble(err)
	c.Failure = &failure.Failure{
		Messages: []failure.Message{message}, Passing: message.Code != "certificate-untrusted", Attempts: unreachableAttempts,
	}
	if c.near {
		c.Failure.Within = pace.NearSilent
	}
	return c.Failure
}

func (c *Client) trouble(err error) failure.Message {
	fields := failure.Fields{"place": fmt.Sprintf("%s (%s)", c.Service, c.address()), "via": ""}
	if c.proxy != nil {
		fields["via"], fields["proxy"] = " through the proxy "+c.proxy.Host, c.proxy.Host
	}
	var certificate *tls.CertificateVerificationError
	var proxy proxyError
	var timeout net.Error
	var number syscall.Errno
	var name *net.DNSError
	code := "service-broken-answer"
	fields["reason"] = "the connection ended early"
	switch {
	case errors.As(err, &certificate):
		code, fields["reason"] = "certificate-untrusted", failure.OneLine(certificate.Err.Error(), "", 200)
	case errors.As(err, &proxy):
		code, fields["reason"] = "proxy-refused", "Tunnel connection failed: "+failure.OneLine(proxy.Error(), "", 200)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		code = "service-timeout"
	case errors.As(err, &number), errors.As(err, &name):
		code, fields["reason"] = "service-unreachable", Reason(err)
	case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		// The text may repeat what the other side sent.
		fields["reason"] = "not understood"
	}
	return failure.Message{Code: code, Fields: fields}
}

// Reason is why the system refused something, without the path or address before it.
func Reason(err error) string {
	var number syscall.Errno
	var path *fs.PathError
	var name *net.DNSError
	text := ""
	switch {
	case errors.As(err, &number):
		text = number.Error()
	case errors.As(err, &path):
		text = path.Err.Error()
	case errors.As(err, &name):
		text = name.Err
	default:
		text = err.Error()
	}
	text = failure.OneLine(text, "", 200)
	start := min(1, len(text))
	return strings.ToUpper(text[:start]) + text[start:]
}
