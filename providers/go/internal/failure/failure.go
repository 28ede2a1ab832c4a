// Package failure is how the static helper fails: one line that says what is wrong and how to fix it, and never a secret.
package failure

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
)

// Fields are the values that the text of a message shows.
type Fields map[string]any

// Message is a code and the values that its text shows.
type Message struct {
	Code   string
	Fields Fields
}

var field = regexp.MustCompile(`\{(\w+)\}`)

// Text is the message without its code.
func (m Message) Text() string {
	return field.ReplaceAllStringFunc(knowledge.Get().Texts[m.Code], func(name string) string {
		value, found := m.Fields[name[1:len(name)-1]]
		if !found {
			return name
		}
		return fmt.Sprint(value)
	})
}

// String ends with the code in brackets.
func (m Message) String() string { return m.Text() + " [" + m.Code + "]" }

// Failure is why there are no credentials.
type Failure struct {
	Messages []Message
	// Noted is the text of an earlier call's failure, in place of messages.
	Noted string
	// Passing: the cause goes away without action (network, throttling, an outage), so a retry makes sense.
	Passing bool
	// RetryAfter is how long the service asked to wait.
	RetryAfter time.Duration
	// Attempts and Within say how many attempts are enough and how long to go on with them, if that is less than time allows.
	Attempts int
	Within   time.Duration
	// Refused: the clouds refused, so the cached session for the same question is removed too.
	Refused bool
	// Awaited: --wait may wait for this to change, such as a role or an assignment that was just created.
	Awaited bool
	// Status is the exit code if it is not 1.
	Status int
}

// New is a failure that does not pass.
func New(code string, fields Fields) *Failure {
	return &Failure{Messages: []Message{{code, fields}}}
}

// Usage is a failure of the command line. Its exit code is 2.
func Usage(messages ...Message) *Failure { return &Failure{Messages: messages, Status: 2} }

func (f *Failure) Error() string {
	if f.Noted != "" {
		return f.Noted
	}
	texts := make([]string, len(f.Messages))
	for index, message := range f.Messages {
		texts[index] = message.String()
	}
	return strings.Join(texts, "; ")
}

// ExitCode is that of a process that ends with this failure.
func (f *Failure) ExitCode() int { return max(f.Status, 1) }

// Code is that of the first message, or empty.
func (f *Failure) Code() string {
	if len(f.Messages) == 0 {
		return ""
	}
	return f.Messages[0].Code
}

var tokens, spaces = regexp.MustCompile(`eyJ[\w-]{6,}(\.[\w-]*)*`), regexp.MustCompile(`\s+`)

// OneLine is a text of any origin as one printable line, without the secret and without anything that looks like a token.
func OneLine(text, secret string, longest int) string {
	if secret != "" {
		text = strings.ReplaceAll(text, secret, "<token>")
	}
	text = strings.TrimSpace(spaces.ReplaceAllString(tokens.ReplaceAllString(strings.ToValidUTF8(text, "?"), "<token>"), " "))
	letters := []rune(Printable(text))
	if len(letters) > longest {
		return string(letters[:longest]) + "..."
	}
	return string(letters)
}

// Printable replaces what a terminal may take for a command.
func Printable(text string) string {
	return strings.Map(func(letter rune) rune {
		if unicode.IsPrint(letter) {
			return letter
		}
		return '?'
	}, text)
}

// Quoted is what a user gave, as one line of ASCII that goes between quotes.
func Quoted(text string) string {
	quoted := fmt.Sprintf("%+q", text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// Answered is what a service answered, in its own words: the field `reply`.
func Answered(service string, status any, reason string) string {
	if reason == "" {
		reason = "no reason given"
	}
	return fmt.Sprintf("%s answered %v: %s", service, status, reason)
}
