// Package diagnose goes through every step of a refresh, and reports what it found without any secret. Both reports have the form of the
// credential helper's --diagnose.
package diagnose

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/azure"
	"example.com/azure-to-aws-federation/providers/go/internal/cache"
	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
	"example.com/azure-to-aws-federation/providers/go/internal/profiles"
	"example.com/azure-to-aws-federation/providers/go/internal/renew"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

// Report is what was found. What is unknown is nil.
type Report struct {
	Version int    `json:"version"`
	Helper  string `json:"helper"`
	// Profile is nil if the command line has the options itself.
	Profile    *Profile   `json:"profile"`
	Works      bool       `json:"works"`
	Expected   Expected   `json:"expected"`
	Source     Source     `json:"source"`
	Token      Token      `json:"token"`
	Checks     []Check    `json:"checks"`
	STS        STS        `json:"sts"`
	Cache      Cache      `json:"cache"`
	Notes      []Note     `json:"notes"`
	Conclusion Conclusion `json:"conclusion"`
}

// Parts of a report.
type (
	Profile struct {
		Name string `json:"name"`
		File string `json:"file"`
	}
	Expected struct {
		RoleARN  string  `json:"roleArn"`
		Issuer   *string `json:"issuer"`
		Audience *string `json:"audience"`
		ClientID *string `json:"clientId"`
		Subject  *string `json:"subject"`
		Region   string  `json:"region"`
	}
	Source struct {
		Name    *string           `json:"name"`
		FoundBy *string           `json:"foundBy"`
		Place   *string           `json:"place"`
		Problem *string           `json:"problem"`
		Skipped map[string]string `json:"skipped"`
	}
	Token struct {
		Claims  map[string]any `json:"claims"`
		Problem *string        `json:"problem"`
	}
	Check struct {
		Name     string  `json:"name"`
		Verdict  string  `json:"verdict"`
		Found    any     `json:"found"`
		Expected *string `json:"expected"`
		Remedy   *string `json:"remedy"`
	}
	STS struct {
		Asked    bool    `json:"asked"`
		Endpoint *string `json:"endpoint"`
		Session  *string `json:"session"`
		ARN      *string `json:"arn"`
		Expires  *string `json:"expires"`
		Problem  *string `json:"problem"`
	}
	Cache struct {
		Folder     *string `json:"folder"`
		File       string  `json:"file"`
		State      string  `json:"state"`
		Problem    *string `json:"problem"`
		Obtained   *string `json:"obtained"`
		FreshUntil *string `json:"freshUntil"`
		Expires    *string `json:"expires"`
	}
	Note struct {
		Time string `json:"time"`
		Kind string `json:"kind"`
		Text string `json:"text"`
	}
)

// Make asks for a token and a session. The cache is inspected, but neither used nor filled. arguments are those of `process`; again is
// the command that makes this report.
func Make(ctx context.Context, arguments []string, asked options.Options, profile *profiles.Profile, again string) Report {
	found := Report{
		Version: 2, Helper: "azure-to-aws/" + knowledge.Get().Version, Checks: []Check{}, Source: source(asked), Cache: inspect(arguments, asked), Notes: []Note{},
		Expected: Expected{asked.RoleARN, known(asked.Issuer), known(asked.Audience), known(asked.ClientID), known(asked.Subject), asked.Region},
	}
	if profile != nil {
		found.Profile = &Profile{profile.Name, profile.File}
	}
	for _, note := range renew.Notes(arguments, asked) {
		found.Notes = append(found.Notes, Note{azure.UTC(int64(note.When)), note.Kind, note.Text})
	}
	found.Conclusion = found.run(ctx, asked, again)
	return found
}

// run fills in what happens at each service.
func (r *Report) run(ctx context.Context, asked options.Options, again string) Conclusion {
	token, claims, name, err := session.Token(ctx, asked)
	if err != nil {
		failed := asFailure(err)
		r.Token.Problem = known(failed.Error())
		return r.failed(failed.Messages[0], again, false)
	}
	r.Token.Claims = claims.Shown
	var differences []failure.Message
	for _, check := range azure.Judge(claims, asked) {
		shown := Check{Name: check.Name, Verdict: check.Verdict, Found: check.Found, Expected: known(check.Wanted)}
		if check.Message != nil {
			differences = append(differences, *check.Message)
			shown.Remedy = known(check.Message.String())
		}
		r.Checks = append(r.Checks, shown)
	}
	r.Checks = append(r.Checks, assignment(claims))
	refusal := r.ask(ctx, asked, claims, token, name)
	if refusal != nil {
		if len(differences) > 0 && refusal.Refused {
			// Its explanation would be of a role that trusts this token, which the command line does not expect.
			refusal = failure.New("sts-refused-too", failure.Fields{"reply": refusal.Messages[0].Fields["reply"]})
		}
		r.STS.Problem = known(refusal.Error())
	}
	r.Works = refusal == nil && len(differences) == 0
	switch {
	case r.Works:
		return r.worked()
	case refusal == nil:
		return r.accepted(differences, again)
	case len(differences) > 0:
		return r.failed(differences[0], again, false)
	default:
		return r.failed(refusal.Messages[0], again, true)
	}
}

// ask asks STS even if a check found a difference: only AWS knows the role.
func (r *Report) ask(ctx context.Context, asked options.Options, claims azure.Claims, token, name string) *failure.Failure {
	r.STS.Session = &name
	place, err := guard.STS(asked.Region)
	if err != nil {
		return asFailure(err)
	}
	r.STS.Endpoint, r.STS.Asked = known(place.String()), true
	granted, err := session.AssumeRole(ctx, asked, claims, token, name)
	if err != nil {
		return asFailure(err)
	}
	r.STS.ARN, r.STS.Expires = known(failure.OneLine(granted.ARN, token, 300)), known(azure.UTC(granted.Expires))
	return nil
}

func source(asked options.Options) Source {
	found := azure.Describe(asked)
	return Source{found.Name, found.FoundBy, found.Place, found.Problem, found.Skipped}
}

func assignment(claims azure.Claims) Check {
	check := Check{Name: "app role (roles)", Verdict: "ok", Found: claims.HasRoles}
	if !claims.HasRoles {
		check.Verdict = "unchecked"
		remark := strings.TrimSpace(azure.AgeRemark(claims))
		if remark == "" {
			remark = "The token has no app role. Either the application does not require an assignment, or the token is not Entra's."
		}
		check.Remedy = &remark
	}
	return check
}

func inspect(arguments []string, asked options.Options) Cache {
	question := cache.NewQuestion(arguments)
	path := cache.Path(asked.CacheFolder)
	state := Cache{Folder: known(path), File: question.File(), State: "empty"}
	if path != "" && !cache.Exists(path) {
		return state
	}
	folder, problem := cache.Open(path, false)
	if problem != nil {
		state.State, state.Problem = "unusable", known(problem.String())
		return state
	}
	defer folder.Close()
	found := folder.Read(question)
	switch {
	case found == nil && folder.Has(question):
		state.State, state.Problem = "damaged", known(failure.Message{Code: "cache-file-damaged"}.String())
	case found == nil:
	case found.IsFresh():
		state.State = "fresh"
	case found.IsValid():
		state.State = "valid"
	default:
		state.State = "ended"
	}
	if found != nil {
		state.Obtained, state.FreshUntil, state.Expires = known(azure.UTC(found.Obtained)), known(azure.UTC(found.FreshUntil)), known(azure.UTC(found.Expires))
	}
	return state
}

// asFailure never shows the text of an error that nobody foresaw: it could hold a secret.
func asFailure(err error) *failure.Failure {
	var failed *failure.Failure
	if errors.As(err, &failed) && len(failed.Messages) > 0 {
		return failed
	}
	return failure.New("helper-internal-error", failure.Fields{"type": fmt.Sprintf("%T", err), "place": "diagnose"})
}

// known is nil for an empty text.
func known(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
