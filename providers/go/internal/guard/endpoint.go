// Package guard decides where requests may go, and sends them. Anyone who receives a token can replay it, so the environment
// cannot send it anywhere.
package guard

import (
	"cmp"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
)

// Endpoint is where a service is.
type Endpoint struct {
	// URL has the scheme, the host, and the path before all others.
	URL url.URL
	// Service is its name in messages.
	Service string
	// near: a service of this machine's host, which takes connections at once or not at all.
	near bool
	// prefixed: requests get the path of the URL in front of their own.
	prefixed bool
	// proxied: the environment may name a proxy on the way.
	proxied bool
}

// App is what messages call the identity endpoint of an app.
const App = "the app's identity endpoint"

// IMDS is the instance metadata service: link-local, or what AZURE_POD_IDENTITY_AUTHORITY_HOST names near by.
func IMDS() (Endpoint, error) {
	found := Endpoint{URL: url.URL{Scheme: "http", Host: "169.254.169.254"}, Service: "Azure's instance metadata service", near: true, prefixed: true}
	if name := "AZURE_POD_IDENTITY_AUTHORITY_HOST"; os.Getenv(name) != "" {
		parsed, err := parse(name, os.Getenv(name))
		if err != nil {
			return Endpoint{}, err
		}
		if !isNear(parsed.Hostname()) {
			return Endpoint{}, refused(name, os.Getenv(name), knowledge.Get().Near)
		}
		found.URL = parsed
	}
	return found, nil
}

// Identity is the identity endpoint of App Service, Functions, and Container Apps, which IDENTITY_ENDPOINT names near by.
func Identity() (Endpoint, error) {
	name := "IDENTITY_ENDPOINT"
	text := os.Getenv(name)
	parsed, err := parse(name, text)
	if err != nil {
		return Endpoint{}, err
	}
	if host := parsed.Hostname(); !isNear(host) && !(parsed.Scheme == "http" && isContainerNetwork(host)) {
		return Endpoint{}, refused(name, text, knowledge.Get().Near+", or one of a container network")
	}
	// The whole address, not only the start of one: a slash at its end belongs to it.
	if whole, err := url.Parse(text); err == nil {
		parsed.Path = cmp.Or(whole.Path, "/")
	}
	return Endpoint{URL: parsed, Service: App, near: true}, nil
}

// Entra is that of the public cloud, or what AZURE_AUTHORITY_HOST names: Entra itself or something near by.
func Entra() (Endpoint, error) {
	name := "AZURE_AUTHORITY_HOST"
	text := cmp.Or(os.Getenv(name), "https://login.microsoftonline.com")
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	parsed, err := parse(name, text)
	if err != nil {
		return Endpoint{}, err
	}
	near := isNear(parsed.Hostname())
	if !near && (parsed.Scheme != "https" || !slices.Contains(knowledge.Get().Entra.Hosts, parsed.Hostname())) {
		return Endpoint{}, refused(name, text, "an https URL of Entra, or a loopback or link-local address")
	}
	return Endpoint{URL: parsed, Service: "Entra", proxied: !near, prefixed: true}, nil
}

// STS is that of the region, or what AWS_ENDPOINT_URL_STS names: AWS STS itself or something near by.
func STS(region string) (Endpoint, error) {
	suffix := knowledge.Get().Partitions[options.PartitionOf(region)][0]
	found := Endpoint{URL: url.URL{Scheme: "https", Host: "sts." + region + "." + suffix}, Service: "AWS STS", proxied: true}
	if name := "AWS_ENDPOINT_URL_STS"; os.Getenv(name) != "" {
		parsed, err := parse(name, os.Getenv(name))
		if err != nil {
			return Endpoint{}, err
		}
		near := isNear(parsed.Hostname())
		if !near && (parsed.Scheme != "https" || !isSTS(parsed.Hostname())) {
			return Endpoint{}, refused(name, os.Getenv(name), "an https URL of AWS STS, or a loopback or link-local address")
		}
		found.URL, found.proxied = parsed, !near
		if !strings.HasPrefix(parsed.Hostname(), "sts.") {
			found.Service = "AWS STS at " + parsed.Hostname()
		}
	}
	return found, nil
}

func (e Endpoint) String() string {
	return e.URL.Scheme + "://" + e.address() + e.URL.Path
}

// address is the host with its port.
func (e Endpoint) address() string {
	if e.URL.Port() != "" {
		return e.URL.Host
	}
	return e.URL.Host + map[string]string{"http": ":80", "https": ":443"}[e.URL.Scheme]
}

func parse(name, text string) (url.URL, error) {
	parsed, err := url.Parse(text)
	isPlain := !strings.ContainsFunc(text, func(letter rune) bool { return letter < ' ' || letter > '~' })
	if err != nil || !isPlain || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Hostname() == "" ||
		parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" {
		return url.URL{}, refused(name, text, "an http or https URL without user name, query, and fragment")
	}
	return url.URL{Scheme: parsed.Scheme, Host: strings.ToLower(parsed.Host), Path: strings.TrimRight(parsed.Path, "/")}, nil
}

func isNear(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && (address.IsLoopback() || address.IsLinkLocalUnicast())
}

func isContainerNetwork(host string) bool {
	address, err := netip.ParseAddr(host)
	return err == nil && slices.ContainsFunc(knowledge.Get().ContainerNetworks, func(network string) bool {
		return netip.MustParsePrefix(network).Contains(address)
	})
}

// isSTS says whether a host can only be AWS STS. Not every name under amazonaws.com will do: API Gateway, S3, and EC2 names there
// belong to customers, down to sts.s3.amazonaws.com, a bucket.
func isSTS(host string) bool {
	for _, partition := range knowledge.Get().Partitions {
		for _, ending := range partition[:2] {
			front, found := strings.CutSuffix(host, "."+ending)
			if !found {
				continue
			}
			parts := strings.Split(front, ".")
			if parts[0] == "sts" || parts[0] == "sts-fips" {
				return len(parts) == 1 || len(parts) == 2 && options.IsRegion(parts[1])
			}
			// An interface endpoint: <id>.sts.<region>.vpce.<suffix>
			if len(parts) == 4 && strings.HasPrefix(parts[0], "vpce-") && parts[1] == "sts" && parts[3] == "vpce" {
				return options.IsRegion(parts[2])
			}
		}
	}
	return false
}

func refused(name, text, allowed string) error {
	// Not the whole value: a URL may carry a password.
	text = text[strings.LastIndex(text, "@")+1:]
	return failure.New("endpoint-refused", failure.Fields{"variable": name, "given": failure.OneLine(text, "", 100), "allowed": allowed})
}
