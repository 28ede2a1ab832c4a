package azure

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
)

// hosts keeps other hosts' variables away from Azure Identity, which chooses the host itself: one request at a time.
var hosts sync.Mutex

// tokenOfVM asks the metadata service.
func tokenOfVM(ctx context.Context, asked options.Options) (string, error) {
	place, err := guard.IMDS()
	if err != nil {
		return "", err
	}
	hosts.Lock()
	defer hosts.Unlock()
	for _, name := range []string{"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IMDS_ENDPOINT", "MSI_ENDPOINT"} {
		if value, set := os.LookupEnv(name); set {
			os.Unsetenv(name)
			defer os.Setenv(name, value)
		}
	}
	return request(ctx, place, asked, "", managed(asked), func(text, reply string) *failure.Message {
		// The second is the documented error of a VM without any identity.
		if !strings.Contains(text, "identity not found") && !strings.Contains(text, "unauthorized_client") {
			return nil
		}
		return &failure.Message{Code: "identity-not-on-vm", Fields: failure.Fields{"client": asked.ClientID, "reply": reply}}
	})
}

// nameOfVM is empty if the metadata service does not tell it at once.
func nameOfVM(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	place, err := guard.IMDS()
	if err != nil {
		return ""
	}
	client, err := place.Client()
	if err != nil {
		return ""
	}
	request, err := http.NewRequestWithContext(ctx, "GET", "http://host/metadata/instance/compute/name?api-version=2021-02-01&format=text", nil)
	if err != nil {
		return ""
	}
	request.Header.Set("Metadata", "true")
	if _, err := client.Do(request); err != nil || client.Answer.Status != http.StatusOK {
		return ""
	}
	return string(client.Answer.Body)
}

// appAttempts are enough: the answer to an audience that the endpoint does not know is 500 too.
const appAttempts = 4

// tokenOfApp asks the identity endpoint of App Service, Functions, and Container Apps.
func tokenOfApp(ctx context.Context, asked options.Options) (string, error) {
	place, err := guard.Identity()
	if err != nil {
		return "", err
	}
	secret := os.Getenv("IDENTITY_HEADER")
	if strings.ContainsFunc(secret, func(letter rune) bool { return letter < ' ' || letter > '~' }) {
		return "", failure.New("identity-header-invalid", nil)
	}
	hosts.Lock()
	defer hosts.Unlock()
	return request(ctx, place, asked, secret, managed(asked), func(text, reply string) *failure.Message {
		if !unassigned(text) {
			return nil
		}
		return &failure.Message{Code: "identity-not-on-app", Fields: failure.Fields{"client": asked.ClientID, "reply": reply}}
	})
}

// maker makes a credential of Azure Identity that sends its requests through a client.
type maker func(settings azcore.ClientOptions) (azcore.TokenCredential, error)

func managed(asked options.Options) maker {
	return func(settings azcore.ClientOptions) (azcore.TokenCredential, error) {
		return azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{
			ClientOptions: settings, ID: azidentity.ClientID(asked.ClientID),
		})
	}
}

var tenants = regexp.MustCompile(`^[A-Za-z0-9.-]+$`)

// exchangeTokenFile sends the cluster's token to Entra, for one of the managed identity.
func exchangeTokenFile(ctx context.Context, asked options.Options) (string, error) {
	place, err := guard.Entra()
	if err != nil {
		return "", err
	}
	tenant := os.Getenv("AZURE_TENANT_ID")
	if !tenants.MatchString(tenant) {
		return "", failure.New("tenant-id-invalid", failure.Fields{"given": failure.Quoted(tenant[:min(len(tenant), 100)])})
	}
	// Read here, because Azure Identity would send whatever the file has.
	assertion, err := readTokenFile()
	if err != nil {
		return "", err
	}
	return request(ctx, place, asked, assertion, func(settings azcore.ClientOptions) (azcore.TokenCredential, error) {
		settings.Transport = discovery{settings.Transport}
		// Azure Identity refuses a host near by, which the client sends its requests to in any case.
		settings.Cloud = cloud.AzurePublic
		return azidentity.NewClientAssertionCredential(tenant, asked.ClientID, func(context.Context) (string, error) {
			// Read again each time: what has ended may have been replaced.
			return readTokenFile()
		}, &azidentity.ClientAssertionCredentialOptions{ClientOptions: settings, DisableInstanceDiscovery: true})
	}, func(string, string) *failure.Message { return nil })
}

// discovery answers MSAL's question where a tenant has its endpoints. The paths are those of Microsoft's page "Microsoft identity
// platform and the OAuth 2.0 client credentials flow", and the client sends every request to one host in any case.
type discovery struct{ policy.Transporter }

func (d discovery) Do(request *http.Request) (*http.Response, error) {
	tenant, found := strings.CutSuffix(request.URL.Path, "/v2.0/.well-known/openid-configuration")
	if !found {
		return d.Transporter.Do(request)
	}
	base := "https://" + request.URL.Host + tenant
	text := `{"issuer":"` + base + `/v2.0","authorization_endpoint":"` + base + `/oauth2/v2.0/authorize","token_endpoint":"` + base + `/oauth2/v2.0/token"}`
	return &http.Response{
		StatusCode: http.StatusOK, Request: request, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(text)),
	}, nil
}

// request gets a token, and repeats what passes. explain gives the message of an answer that only one service gives, by its text in
// lower case, or nil. Nothing of the secret is shown.
func request(ctx context.Context, place guard.Endpoint, asked options.Options, secret string, make maker,
	explain func(text, reply string) *failure.Message) (string, error) {
	client, err := place.Client()
	if err != nil {
		return "", err
	}
	credential, err := make(azcore.ClientOptions{Transport: client, Retry: policy.RetryOptions{MaxRetries: -1}})
	if err != nil {
		return "", failure.New("token-request-refused", failure.Fields{"reply": failure.OneLine(err.Error(), secret, 700)})
	}
	token := ""
	err = guard.Retrying(ctx, func(ctx context.Context) error {
		client.Answer, client.Failure = nil, nil
		found, err := credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{asked.Audience + "/.default"}})
		token = found.Token
		if err == nil {
			return nil
		}
		var failed *failure.Failure
		switch {
		case client.Failure != nil:
			return client.Failure
		case client.Answer != nil:
			return refusal(*client.Answer, place, asked, explain, secret)
		case errors.As(err, &failed):
			return failed
		case ctx.Err() != nil:
			return &failure.Failure{Passing: true, Messages: []failure.Message{{Code: "service-timeout", Fields: failure.Fields{"place": place.Service, "via": ""}}}}
		default:
			return failure.New("token-request-refused", failure.Fields{"reply": failure.OneLine(err.Error(), secret, 700)})
		}
	})
	return token, err
}
