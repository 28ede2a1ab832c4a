package diagnose

import (
	"fmt"
	"slices"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/azure"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
)

// Text is the report as a person reads it. Its last line is the next command.
func (r Report) Text() string {
	blocks := [][]string{
		r.head(), r.Source.lines(), r.Token.lines(), r.Expected.lines(), r.checks(), r.STS.lines(), r.Cache.lines(), r.notes(), r.result(),
	}
	texts := make([]string, len(blocks))
	for index, lines := range blocks {
		texts[index] = strings.Join(lines, "\n")
	}
	return strings.Join(texts, "\n\n")
}

func (r Report) head() []string {
	lines := []string{strings.Replace(r.Helper, "/", " ", 1) + " for " + r.Expected.RoleARN}
	if r.Profile != nil {
		lines = append(lines, "command line of profile "+r.Profile.Name+" in "+r.Profile.File)
	}
	return lines
}

func (s Source) lines() []string {
	lines := []string{"Source of the Azure token"}
	switch {
	case s.Name == nil:
		lines = append(lines, "! none")
	case s.Place != nil:
		lines = append(lines, fmt.Sprintf("  %s at %s, chosen by %s", *s.Name, *s.Place, *s.FoundBy))
	default:
		// The token's block has the reason.
		lines = append(lines, fmt.Sprintf("! %s, chosen by %s, but without a usable address", *s.Name, *s.FoundBy))
	}
	for _, name := range knowledge.Get().Sources {
		if reason, skipped := s.Skipped[name]; skipped {
			lines = append(lines, "  not "+name+": "+reason)
		}
	}
	return lines
}

func (t Token) lines() []string {
	if t.Problem != nil {
		return []string{"Token", "! " + *t.Problem}
	}
	lines := []string{"Token, its claims"}
	for _, name := range knowledge.Get().ShownClaims {
		if value, has := t.Claims[name]; has {
			lines = append(lines, row(name, claim(name, value)))
		}
	}
	return lines
}

func (e Expected) lines() []string {
	return []string{
		"Expected by the command line", row("issuer", orNotGiven(e.Issuer)), row("audience", orNotGiven(e.Audience)), row("clientId", orNotGiven(e.ClientID)),
		row("subject", orNotGiven(e.Subject)),
	}
}

func row(name, value string) string { return fmt.Sprintf("  %-9s %s", name, value) }

func orNotGiven(value *string) string {
	if value == nil {
		return "not given"
	}
	return *value
}

func claim(name string, value any) string {
	switch found := value.(type) {
	case nil:
		return "not given"
	case float64:
		if slices.Contains([]string{"iat", "nbf", "exp"}, name) && found >= 0 && found < 1e11 {
			return azure.UTC(int64(found))
		}
	case []any:
		texts := make([]string, len(found))
		for index, each := range found {
			texts[index] = fmt.Sprint(each)
		}
		return strings.Join(texts, ", ")
	}
	return fmt.Sprint(value)
}

func (r Report) checks() []string {
	lines := []string{"Token against the command line"}
	if len(r.Checks) == 0 {
		return append(lines, "  not compared: there is no token")
	}
	for _, check := range r.Checks {
		mark := " "
		if check.Verdict == "differs" {
			mark = "!"
		}
		lines = append(lines, fmt.Sprintf("%s %-9s %s", mark, check.Verdict, check.Name))
		if check.Remedy != nil {
			lines = append(lines, strings.Repeat(" ", 12)+*check.Remedy)
		}
	}
	return lines
}

func (s STS) lines() []string {
	lines := []string{"AWS STS, which alone knows what the role trusts"}
	switch {
	case s.Problem != nil:
		return append(lines, "! "+*s.Problem)
	case !s.Asked:
		return append(lines, "  not asked: there is no token")
	}
	return append(lines, fmt.Sprintf("  %s accepted the token: a session until %s", *s.Endpoint, *s.Expires), "  as "+orNotGiven(s.ARN))
}

func (c Cache) lines() []string {
	lines := []string{"Cache", "  " + orNotGiven(c.Folder) + ": " + c.State}
	if c.Problem != nil {
		lines[1] = "! " + orNotGiven(c.Folder) + ": " + *c.Problem
	}
	if c.Expires != nil {
		lines = append(lines, fmt.Sprintf("  session of %s, fresh until %s, ends %s", *c.Obtained, *c.FreshUntil, *c.Expires))
	}
	return lines
}

func (r Report) notes() []string {
	lines := []string{"Earlier calls, which may no longer apply"}
	if len(r.Notes) == 0 {
		return append(lines, "  no failure and no warning noted")
	}
	for _, note := range r.Notes {
		said := knowledge.Get().NoteKinds[note.Kind]
		if note.Text != "" {
			said += ": " + note.Text
		}
		lines = append(lines, "  "+note.Time+" "+said)
	}
	return lines
}

func (r Report) result() []string {
	lines := []string{"Result: " + r.Conclusion.Result}
	if !r.Works && r.Cache.State == "fresh" {
		lines = append(lines, "Until "+*r.Cache.FreshUntil+", calls still get the session of the cache.")
	}
	if r.Conclusion.Waiting != nil {
		lines = append(lines, *r.Conclusion.Waiting)
	}
	return append(lines, "Next, "+r.Conclusion.Where+":", "  "+r.Conclusion.Command)
}
