package diagnose

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
)

// Conclusion says whether waiting helps, and has the one next command.
type Conclusion struct {
	Result  string  `json:"result"`
	Waiting *string `json:"waiting"`
	Where   string  `json:"where"`
	Command string  `json:"command"`
}

const here = "on this machine"

func (r *Report) worked() Conclusion {
	command, result := "aws sts get-caller-identity", "it works"
	if r.Profile != nil {
		command += " --profile " + Quote(r.Profile.Name)
	}
	if r.Cache.State == "unusable" {
		result = "it works, but without a cache"
	}
	return Conclusion{result, nil, here, command}
}

// accepted concludes if AWS accepts a token that the messages refuse.
func (r *Report) accepted(messages []failure.Message, again string) Conclusion {
	if messages[0].Code == "token-expired" {
		made := r.failed(messages[0], again, false)
		made.Result = "the helper refuses the token as expired, but AWS accepts it. This machine's clock is ahead."
		return made
	}
	template := knowledge.Get().Advice.FindConfig
	if r.Profile != nil {
		template = knowledge.Get().Advice.Config
	}
	return Conclusion{
		"the helper refuses the token, because it differs from the command line. AWS accepts it.", known("Waiting does not help."), here, r.fill(template, again),
	}
}

// failed concludes for a message. askedSTS: whether it is about AWS STS.
func (r *Report) failed(message failure.Message, again string, askedSTS bool) Conclusion {
	all := knowledge.Get().Advice
	found, has := all.ByCode[message.Code]
	if !has {
		found = all.Other
	}
	command := found[2]
	switch {
	case command != "":
	case askedSTS:
		command = all.ReachSTS
	case r.Source.Name != nil && *r.Source.Name == "workload-identity":
		command = all.ReachEntra
	default:
		command = all.ReachSource
	}
	return Conclusion{"no credentials. The lines marked with ! say why.", known(found[0]), found[1], r.fill(command, again)}
}

var field = regexp.MustCompile(`\{([a-z_]+)\}`)

// compared are the claims that AWS compares with the conditions of a trust policy.
var compared = []string{"iss", "aud", "azp", "sub"}

func (r *Report) fill(template, again string) string {
	place := text(r.Source.Place)
	if text(r.Source.Name) == "imds" {
		place += "/metadata/instance?api-version=2021-02-01"
	}
	claims := maps.Clone(r.Token.Claims)
	maps.DeleteFunc(claims, func(name string, _ any) bool { return !slices.Contains(compared, name) })
	shown, _ := json.Marshal(claims)
	issuer, _ := claims["iss"].(string)
	if issuer == "" {
		issuer = text(r.Expected.Issuer)
	}
	_, issuer, _ = strings.Cut(issuer, "://")
	arn := strings.Split(r.Expected.RoleARN, ":")
	values := map[string]string{
		"claims": string(shown), "role_name": arn[5][strings.LastIndex(arn[5], "/")+1:], "region": r.Expected.Region,
		"provider": arn[0] + ":" + arn[1] + ":iam::" + arn[4] + ":oidc-provider/" + issuer, "audience": text(r.Expected.Audience),
		"client": text(r.Expected.ClientID), "source": place, "entra": place, "sts": text(r.STS.Endpoint), "config": "",
	}
	if r.Profile != nil {
		values["config"] = r.Profile.File
	}
	return field.ReplaceAllStringFunc(strings.NewReplacer("{{", "{", "}}", "}").Replace(template), func(name string) string {
		if name == "{again}" {
			return again
		}
		return Quote(values[name[1:len(name)-1]])
	})
}

var plain = regexp.MustCompile(`^[\w@%+=:,./-]+$`)

// Quote makes a text one word of a shell.
func Quote(text string) string {
	if plain.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'"'"'`) + "'"
}

func text(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}
