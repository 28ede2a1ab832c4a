package azure

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
)

const (
	// A younger token reflects what existed when it was requested. Entra dates a new token 5 minutes back.
	old = 10 * time.Minute
	// Azure reuses no token for longer, so a token that seems older shows a wrong clock.
	oldest = 25 * time.Hour
)

// Check is one comparison of a token with the command line.
type Check struct {
	Name, Found string
	// Wanted is empty if the command line expects nothing.
	Wanted string
	// Verdict is ok, differs, or unchecked.
	Verdict string
	// Message explains a difference, and is nil without one.
	Message *failure.Message
}

// Judge makes every check, in the order in which people should read them.
func Judge(c Claims, asked options.Options) []Check {
	checks := []Check{compare("issuer (iss)", c.Issuer, asked.Issuer, c.Issuer == asked.Issuer, issuerCode(c.Issuer, asked.Issuer), c)}
	// AWS compares azp if a token has it, else aud.
	if c.AuthorizedParty != nil {
		azp := *c.AuthorizedParty
		checks = append(checks, compare("azp", azp, asked.ClientID, strings.ToLower(azp) == asked.ClientID, "token-azp-differs", c))
	} else {
		code := "token-audience-differs"
		if version(c.Issuer) == 0 {
			code = "token-cluster-audience-differs"
		}
		checks = append(checks, compare("audience (aud)", c.Audience(), asked.Audience, slices.Contains(c.Audiences, asked.Audience), code, c))
	}
	code := "token-subject-differs"
	if strings.ToLower(c.ClientID) == asked.Subject {
		code = "token-subject-is-client-id"
	}
	isSubject := asked.Subject == c.Subject || asked.Subject == strings.ToLower(c.Subject)
	checks = append(checks, compare("subject (sub)", c.Subject, asked.Subject, isSubject, code, c))
	end := Check{Name: "expiry (exp)", Found: UTC(int64(c.Expires)), Verdict: "ok"}
	if late := float64(pace.Now().Unix()) - c.Expires; late >= 0 {
		end.Verdict, end.Message = "differs", &failure.Message{Code: "token-expired", Fields: failure.Fields{"seconds": int(late)}}
	}
	return append(checks, end)
}

// Require names every difference between the token and the command line, before AWS is asked: AWS has one sentence for every mismatch.
func Require(c Claims, asked options.Options) error {
	failed := &failure.Failure{}
	wanted := false
	for _, check := range Judge(c, asked) {
		if check.Message != nil {
			failed.Messages = append(failed.Messages, *check.Message)
			wanted = wanted || check.Wanted != ""
		}
	}
	if len(failed.Messages) == 0 {
		return nil
	}
	// The age explains only what a newer token would not have.
	if age := AgeRemark(c); wanted && age != "" {
		failed.Messages = append(failed.Messages, failure.Message{Code: "token-old", Fields: failure.Fields{"age": strings.TrimSpace(age)}})
	}
	return failed
}

// AgeRemark is a sentence, after a space, if the token may be older than what it is refused for; else an empty string.
func AgeRemark(c Claims) string {
	age := time.Duration(float64(pace.Now().Unix())-c.Issued) * time.Second
	if c.Issued == 0 || version(c.Issuer) == 0 || age < old || age > oldest {
		return ""
	}
	lacks := " and has no app role, so it may be older than the identity's assignment"
	if c.HasRoles {
		lacks = ""
	}
	return fmt.Sprintf(" The token was issued %d min ago%s. Azure reuses a token for up to 24 h.", int(age.Minutes()), lacks)
}

func compare(name, found, wanted string, fits bool, code string, c Claims) Check {
	check := Check{Name: name, Found: failure.OneLine(found, "", 300), Wanted: wanted, Verdict: "ok"}
	switch {
	case wanted == "":
		check.Verdict = "unchecked"
	case !fits:
		check.Verdict, check.Message = "differs", &failure.Message{Code: code, Fields: failure.Fields{
			"found": check.Found, "wanted": wanted, "found_version": version(c.Issuer), "wanted_version": version(wanted),
		}}
	}
	return check
}

func issuerCode(found, wanted string) string {
	versions := [2]int{version(found), version(wanted)}
	switch {
	case strings.TrimRight(found, "/") == strings.TrimRight(wanted, "/"):
		return "token-issuer-slash"
	case versions[0] == 0 || versions[1] == 0:
		return "token-issuer-other"
	case versions[0] == versions[1]:
		return "token-issuer-tenant"
	default:
		return "token-issuer-version"
	}
}

// version of Entra's tokens that an issuer stands for, or 0 if it is not Entra.
func version(issuer string) int {
	host, path, _ := strings.Cut(strings.TrimPrefix(issuer, "https://"), "/")
	switch {
	case strings.HasPrefix(host, "sts."):
		return 1
	case strings.HasPrefix(host, "login.") && strings.HasSuffix("/"+strings.TrimRight(path, "/"), "/v2.0"):
		return 2
	default:
		return 0
	}
}

// UTC is seconds since 1970 as `2024-09-20T12:00:00Z`.
func UTC(seconds int64) string { return time.Unix(seconds, 0).UTC().Format("2006-01-02T15:04:05Z") }
