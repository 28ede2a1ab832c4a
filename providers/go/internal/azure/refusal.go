package azure

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
)

var entraCode = regexp.MustCompile(`AADSTS\d{4,7}`)

// refusal says why a service gave no token.
func refusal(answer guard.Answer, place guard.Endpoint, asked options.Options, explain func(text, reply string) *failure.Message, secret string) error {
	known := knowledge.Get()
	text := failure.OneLine(string(answer.Body), secret, 2000)
	reply := failure.Answered(place.Service, answer.Status, original(answer, secret))
	if answer.Status == http.StatusOK {
		return &failure.Failure{Passing: true, Attempts: 3, Messages: []failure.Message{{Code: "token-absent", Fields: failure.Fields{"service": place.Service}}}}
	}
	code := entraCode.FindString(text)
	if message := known.Entra.Messages[code]; message != "" && answer.Status != http.StatusTooManyRequests {
		return &failure.Failure{Awaited: slices.Contains(known.Entra.Awaited, code), Messages: []failure.Message{{Code: message, Fields: failure.Fields{
			"audience": asked.Audience, "expected": known.Entra.Federated[code], "reply": reply,
		}}}}
	}
	if slices.Contains(known.Entra.Passing, code) || slices.Contains(known.TokenAnswer.Retried, answer.Status) || answer.Status >= 500 {
		passing := &failure.Failure{Passing: true, RetryAfter: guard.RetryAfter(answer.Header), Messages: []failure.Message{{
			Code: "token-service-trouble", Fields: failure.Fields{"reply": reply},
		}}}
		if answer.Status == http.StatusInternalServerError && place.Service == guard.App {
			passing.Attempts = appAttempts
			passing.Messages[0] = failure.Message{Code: "identity-endpoint-error", Fields: failure.Fields{"reply": reply, "audience": asked.Audience}}
		}
		return passing
	}
	if answer.Status >= 300 && answer.Status < 400 {
		return failure.New("redirect-refused", failure.Fields{"service": place.Service, "status": answer.Status})
	}
	if message := explain(strings.ToLower(text), reply); message != nil {
		return &failure.Failure{Awaited: true, Messages: []failure.Message{*message}}
	}
	return failure.New("token-request-refused", failure.Fields{"reply": reply})
}

// original is what the service says in its own words.
func original(answer guard.Answer, secret string) string {
	var body map[string]any
	_ = json.Unmarshal(answer.Body, &body)
	if len(body) == 0 {
		return failure.OneLine(string(answer.Body[:min(len(answer.Body), 300)]), secret, 1500)
	}
	var parts []string
	for _, wanted := range knowledge.Get().TokenAnswer.Texts {
		for name, value := range body {
			if said, isText := value.(string); isText && said != "" && strings.EqualFold(name, wanted) {
				parts = append(parts, said)
			}
		}
	}
	return failure.OneLine(strings.Join(parts, " - "), secret, 700)
}
