// Package azure gets a token of Entra from the host, and says what is wrong with it.
package azure

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
)

// source is where tokens come from.
type source struct {
	name string
	// variables are those that it cannot do without.
	variables []string
	// place is where tokens are asked for.
	place func() (string, error)
	token func(ctx context.Context, asked options.Options) (string, error)
	// host names the machine or the app in the role session name. It is only for people to read. Empty: the host's own name.
	host func(ctx context.Context) string
}

// sources are in the order in which they are tried: that of DefaultAzureCredential in Microsoft's page "Credential chains in the Azure
// Identity client library", without those that need a stored secret.
func sources() []source {
	silent := func(context.Context) string { return "" }
	return []source{
		{"token-file", []string{"AZURE_FEDERATED_TOKEN_FILE"}, func() (string, error) { return os.Getenv("AZURE_FEDERATED_TOKEN_FILE"), nil },
			func(context.Context, options.Options) (string, error) { return readTokenFile() }, silent},
		{"workload-identity", []string{"AZURE_FEDERATED_TOKEN_FILE", "AZURE_TENANT_ID"}, text(guard.Entra), exchangeTokenFile, silent},
		{"app-service", []string{"IDENTITY_ENDPOINT", "IDENTITY_HEADER"}, text(guard.Identity), tokenOfApp, func(context.Context) string {
			if name := os.Getenv("WEBSITE_SITE_NAME"); name != "" {
				return name
			}
			return os.Getenv("CONTAINER_APP_NAME")
		}},
		{"imds", nil, text(guard.IMDS), tokenOfVM, nameOfVM},
	}
}

func text(place func() (guard.Endpoint, error)) func() (string, error) {
	return func() (string, error) {
		found, err := place()
		return found.String(), err
	}
}

// choose is the source to use, or a failure if it lacks something or its host is not covered.
func choose(asked options.Options) (source, error) {
	for _, each := range sources() {
		reason := unfit(each, asked)
		if asked.Source == each.name && reason != "" {
			return source{}, failure.New("source-unusable", failure.Fields{"source": each.name, "reason": reason})
		}
		if asked.Source == each.name || asked.Source == "" && reason == "" {
			return each, nil
		}
	}
	return source{}, failure.New("source-unsupported", failure.Fields{"host": otherHost()})
}

// unfit is why a source is skipped, in words, or empty if it fits.
func unfit(each source, asked options.Options) string {
	var missing []string
	for _, variable := range each.variables {
		if os.Getenv(variable) == "" {
			missing = append(missing, variable)
		}
	}
	switch other := otherHost(); {
	case len(missing) == 1:
		return missing[0] + " is not set"
	case len(missing) > 1:
		return strings.Join(missing, " and ") + " are not set"
	case asked.Source == each.name:
		return ""
	case asked.Source != "":
		return "--source names another"
	case each.name == "token-file" && !isTrusted(asked):
		return "the issuer of the file's token is not --issuer"
	case (each.name == "app-service" || each.name == "imds") && other != "":
		return "this host looks like " + other
	default:
		return ""
	}
}

// isTrusted says whether the role trusts the cluster itself: --issuer is the issuer of the token in the file.
func isTrusted(asked options.Options) bool {
	token, err := readTokenFile()
	if err != nil || asked.Issuer == "" {
		return false
	}
	claims, err := Read(token)
	return err == nil && claims.Issuer == asked.Issuer
}

// otherHost is the host, if it is one that would be taken for another and whose tokens are not read here; else empty. Hosts are told
// apart as GetSource of MSAL for Go does (apps/managedidentity/managedidentity.go).
func otherHost() string {
	has := func(names ...string) bool {
		for _, name := range names {
			if os.Getenv(name) == "" {
				return false
			}
		}
		return true
	}
	switch {
	case has("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT"):
		return "Service Fabric"
	case has("IDENTITY_ENDPOINT", "IDENTITY_HEADER"):
		return ""
	case has("IDENTITY_ENDPOINT", "IMDS_ENDPOINT"):
		return "Azure Arc"
	case has("MSI_ENDPOINT", "MSI_SECRET"):
		return "Azure Machine Learning"
	case has("MSI_ENDPOINT"), strings.HasPrefix(os.Getenv("AZUREPS_HOST_ENVIRONMENT"), "cloud-shell"):
		return "Azure Cloud Shell"
	}
	if _, err := os.Stat(ArcAgent); err == nil {
		return "Azure Arc"
	}
	return ""
}

// ArcAgent is the program of Azure Arc's agent that gives tokens. It is there if the machine is connected.
var ArcAgent = arcAgent()

func arcAgent() string {
	if runtime.GOOS == "windows" {
		return filepath.Join(os.Getenv("ProgramData"), "AzureConnectedMachineAgent", "himds.exe")
	}
	return "/opt/azcmagent/bin/himds"
}

// Description is where tokens come from, for a report.
type Description struct {
	// Name is nil if no source fits. FoundBy is --source or detection.
	Name, FoundBy, Place, Problem *string
	// Skipped has the reason for each source before it.
	Skipped map[string]string
}

// Describe says which source fits, and why those before it do not.
func Describe(asked options.Options) Description {
	found := Description{Skipped: map[string]string{}}
	for _, each := range sources() {
		if reason := unfit(each, asked); reason != "" {
			found.Skipped[each.name] = reason
			continue
		}
		by := "detection"
		if asked.Source != "" {
			by = "--source"
		}
		found.Name, found.FoundBy = &each.name, &by
		if place, err := each.place(); err != nil {
			problem := err.Error()
			found.Problem = &problem
		} else {
			found.Place = &place
		}
		return found
	}
	return found
}

// Token is a token for the audience, what it says, and the name of the host that asked. Attempts are repeated until the context ends.
func Token(ctx context.Context, asked options.Options) (token string, claims Claims, host string, err error) {
	chosen, err := choose(asked)
	if err != nil {
		return "", Claims{}, "", err
	}
	if token, err = chosen.token(ctx, asked); err != nil {
		return "", Claims{}, "", err
	}
	if claims, err = Read(token); err != nil {
		return "", Claims{}, "", err
	}
	if asked.SessionName == "" {
		host = chosen.host(ctx)
	}
	return token, claims, host, nil
}

// unassigned says whether an answer is that of an app without the identity, in lower case.
func unassigned(text string) bool {
	for _, words := range knowledge.Get().TokenAnswer.NotAssigned {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}
