package azure

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
	"regexp"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
)

// longestToken is what AWS accepts, in bytes.
const longestToken = 20000

// jwt has three parts in Base64url without padding (RFC 7515, section 3.1).
var jwt = regexp.MustCompile(`^[\w-]+\.([\w-]+)\.[\w-]+$`)

// Claims are what a token says. Nothing of it is secret; the token is.
type Claims struct {
	Issuer    string
	Audiences []string
	Subject   string
	// Expires and Issued are seconds since 1970. Issued is 0 if the token does not say.
	Expires, Issued float64
	// AuthorizedParty is azp, or nil.
	AuthorizedParty *string
	// ClientID is the identity's: version 2 has it in azp, version 1 in appid.
	ClientID string
	HasRoles bool
	// ID is Entra's name for the token (uti), or that of Kubernetes (jti).
	ID string
	// Shown has the claims that a report may show.
	Shown map[string]any
}

// Audience is all audiences, as a person reads them.
func (c Claims) Audience() string { return strings.Join(c.Audiences, ", ") }

// ComparedAudience is what AWS compares with the client IDs of the provider, and as `aud` with the trust policy.
func (c Claims) ComparedAudience() string {
	if c.AuthorizedParty != nil {
		return *c.AuthorizedParty
	}
	return c.Audience()
}

// Read returns the claims of a token. Its signature is AWS's to check. The error says what is malformed, and never has the token.
func Read(token string) (Claims, error) {
	var found map[string]any
	if parts := jwt.FindStringSubmatch(token); parts != nil && len(token) <= longestToken {
		if payload, err := base64.RawURLEncoding.DecodeString(parts[1]); err == nil {
			found = object(payload)
		}
	}
	if found == nil {
		return Claims{}, failure.New("token-not-jwt", failure.Fields{"bytes": longestToken})
	}
	text := func(name string) string { value, _ := found[name].(string); return value }
	var problems []string
	for _, name := range []string{"iss", "aud", "sub"} {
		_, isText := found[name].(string)
		if !isText && !(name == "aud" && audiences(found["aud"]) != nil) {
			problems = append(problems, name+" is not a string")
		}
	}
	claims := Claims{
		Issuer: text("iss"), Audiences: audiences(found["aud"]), Subject: text("sub"), HasRoles: isFilled(found["roles"]), Shown: map[string]any{},
	}
	if value, has := found["azp"]; has {
		azp, isText := value.(string)
		if !isText {
			problems = append(problems, "azp is not a string")
		}
		claims.AuthorizedParty = &azp
	}
	var hasEnd bool
	if claims.Expires, hasEnd = seconds(found["exp"]); !hasEnd {
		problems = append(problems, "exp is not a time")
	}
	if len(problems) > 0 {
		return Claims{}, failure.New("token-claims-invalid", failure.Fields{"problems": strings.Join(problems, ", ")})
	}
	claims.Issued, _ = seconds(found["iat"])
	if claims.ClientID = text("azp"); claims.ClientID == "" {
		claims.ClientID = text("appid")
	}
	if claims.ID = text("uti"); claims.ID == "" {
		claims.ID = text("jti")
	}
	for _, name := range knowledge.Get().ShownClaims {
		if value, has := found[name]; has {
			claims.Shown[name] = shown(value, token)
		}
	}
	return claims, nil
}

// object is a JSON object, or nil. Its numbers stay as they are written.
func object(text []byte) (found map[string]any) {
	if !json.Valid(text) {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	_ = decoder.Decode(&found)
	return found
}

// audiences are one or several: Kubernetes lists them. Nil if it is neither.
func audiences(value any) []string {
	if text, isText := value.(string); isText {
		return []string{text}
	}
	several, _ := value.([]any)
	var found []string
	for _, each := range several {
		text, isText := each.(string)
		if !isText {
			return nil
		}
		found = append(found, text)
	}
	return found
}

func seconds(value any) (float64, bool) {
	written, isNumber := value.(json.Number)
	number, err := written.Float64()
	if !isNumber || err != nil || number < 0 || number >= 1e11 {
		return 0, false
	}
	return number, true
}

func isFilled(value any) bool {
	switch found := value.(type) {
	case []any:
		return len(found) > 0
	case string:
		return found != ""
	default:
		return false
	}
}

// shown is a claim as a report may show it: of the shape it had, its texts printable and short.
func shown(value any, token string) any {
	switch found := value.(type) {
	case string:
		return failure.OneLine(found, token, 300)
	case []any:
		short := []any{}
		for _, each := range found[:min(len(found), 50)] {
			short = append(short, shown(each, token))
		}
		return short
	case json.Number:
		if number, err := found.Float64(); err == nil && math.Abs(number) < 1e15 {
			return number
		}
	case bool, nil:
		return found
	}
	return "(not shown)"
}
