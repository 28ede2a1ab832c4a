package serve

import (
	"os"
	"regexp"
	"slices"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
)

var (
	section  = regexp.MustCompile(`^\[\s*(?:profile\s+)?(.+?)\s*\]`)
	setting  = regexp.MustCompile(`^credential_process\s*=\s*(.+)$`)
	starting = regexp.MustCompile(`\s--role-arn[\s=]`)
	word     = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']+`)
)

// Profiles are the command lines in an AWS config that start a credential helper, by the names of their profiles. It reads the form in
// which this product writes a config: one line for credential_process, and quotes around whole words.
func Profiles(path string) (map[string][]string, error) {
	shown := "'" + failure.Quoted(path) + "'"
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, failure.Usage(failure.Message{Code: "profile-config-unreadable", Fields: failure.Fields{"file": shown, "reason": guard.Reason(err)}})
	}
	found, name := map[string][]string{}, ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if header := section.FindStringSubmatch(line); header != nil {
			name = header[1]
		} else if value := setting.FindStringSubmatch(line); value != nil && name != "" && starting.MatchString(value[1]) {
			found[name] = arguments(value[1])
		}
	}
	if len(found) == 0 {
		return nil, failure.Usage(failure.Message{Code: "profile-other-program", Fields: failure.Fields{"profile": "any", "file": shown}})
	}
	return found, nil
}

// arguments are those after the program.
func arguments(command string) []string {
	words := word.FindAllString(command, -1)
	first := slices.IndexFunc(words, func(word string) bool { return strings.HasPrefix(word, "--") })
	var found []string
	for _, each := range words[max(first, 0):] {
		found = append(found, strings.Trim(each, `"'`))
	}
	return found
}
