// Package knowledge is what the static helper shares with the credential helper in Python: texts, options, and the tables of codes
// and hosts. `npm run generate -- helper-knowledge` writes them from the sources of the other.
package knowledge

import (
	_ "embed"
	"encoding/json"
	"sync"
)

// Knowledge has the members of helper.json. Sources in Python have the evidence of each.
type Knowledge struct {
	Version string
	// Texts of messages by their code, with fields in braces.
	Texts map[string]string
	// Options with a value, and what is expected of each.
	Options map[string]string
	Flags   []string
	// Sources of Azure tokens, in the order in which they are tried.
	Sources []string
	// Partitions of AWS: DNS suffix, dual-stack DNS suffix, how its regions begin, and the region if none is given.
	Partitions map[string][4]string
	Entra      struct {
		Hosts            []string
		Messages         map[string]string
		Federated        map[string]string
		Passing, Awaited []string
	}
	// ContainerNetworks are where App Service and Container Apps have their identity endpoints.
	ContainerNetworks []string
	Near              string
	TokenAnswer       struct {
		Retried            []int
		Texts, NotAssigned []string
	}
	STS                struct{ Passing, Refused []string }
	ShownClaims        []string
	EndpointVariables  []string
	SituationVariables []string
	NoteKinds          map[string]string
	// Advice by the code of a message: whether waiting helps, where the next command runs, and the command, with fields in braces. No
	// command: one that reaches the service.
	Advice struct {
		ByCode                                                map[string][3]string
		Other                                                 [3]string
		ReachSTS, ReachEntra, ReachSource, Config, FindConfig string
	}
}

//go:embed helper.json
var helper []byte

// static has the texts that only the static helper needs.
//
//go:embed static.json
var static []byte

// Get reads the knowledge at the first call: a call that only prints a cached session needs none.
var Get = sync.OnceValue(func() Knowledge {
	var found Knowledge
	if err := json.Unmarshal(helper, &found); err != nil {
		panic(err)
	}
	if err := json.Unmarshal(static, &found.Texts); err != nil {
		panic(err)
	}
	return found
})
