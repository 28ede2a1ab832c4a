// Package options reads the command line of the static helper. It is that of the credential helper.
package options

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
)

// Options are checked.
type Options struct {
	RoleARN, Audience string
	// ClientID is empty only if the cluster's token goes to AWS unchanged.
	ClientID string
	// Issuer and Subject are what the token must have. Empty: anything.
	Issuer, Subject string
	SessionName     string
	DurationSeconds int32
	// Source of Azure tokens. Empty: the first that fits.
	Source string
	Region string
	// CacheFolder is absolute, or empty for the user's own.
	CacheFolder string
	Wait        bool
}

// valid says whether a value of an option is. helper.json says in words what is expected.
func valid(name, value string) bool {
	switch name {
	case "--role-arn":
		if !arn.MatchString(value) {
			return false
		}
		_, known := knowledge.Get().Partitions[strings.Split(value, ":")[1]]
		return known
	case "--audience":
		return plain.MatchString(value)
	case "--client-id":
		return guid.MatchString(value)
	case "--issuer":
		return plain.MatchString(value) && strings.HasPrefix(value, "https://")
	case "--subject":
		return guid.MatchString(value) || plain.MatchString(value) && strings.HasPrefix(value, "system:serviceaccount:")
	case "--session-name":
		return sessionName.MatchString(value)
	case "--duration":
		seconds, err := strconv.Atoi(value)
		return err == nil && digits.MatchString(value) && seconds >= 900 && seconds <= 43200
	case "--region":
		return IsRegion(value)
	case "--cache-dir":
		return filepath.IsAbs(value) && !strings.Contains(value, "\x00")
	default:
		return slices.Contains(knowledge.Get().Sources, value)
	}
}

var (
	arn         = regexp.MustCompile(`^arn:[a-z-]+:iam::\d{12}:role/[!-9;-~]+$`)
	digits      = regexp.MustCompile(`^\d+$`)
	guid        = regexp.MustCompile(`^[[:xdigit:]]{8}(-[[:xdigit:]]{4}){3}-[[:xdigit:]]{12}$`)
	plain       = regexp.MustCompile(`^[!-~]+$`)
	region      = regexp.MustCompile(`^[a-z]+(-[a-z]+)+-\d+$`)
	sessionName = regexp.MustCompile(`^[A-Za-z0-9_+=,.@-]{2,64}$`)
)

// Parse returns the options, or a failure that names every problem at once.
func Parse(arguments []string) (Options, error) {
	values, wait, problems := split(arguments)
	needed := []string{"--role-arn", "--audience", "--client-id"}
	if values["--source"] == "token-file" {
		needed = needed[:2]
	}
	for _, name := range needed {
		if _, given := values[name]; !given {
			problems = append(problems, failure.Message{Code: "helper-option-missing", Fields: failure.Fields{"option": name}})
		}
	}
	for _, name := range names() {
		value, given := values[name]
		if given && !valid(name, value) {
			problems = append(problems, failure.Message{Code: "helper-option-value", Fields: failure.Fields{
				"option": name, "expected": knowledge.Get().Options[name], "given": failure.Quoted(value),
			}})
		}
	}
	if subject := values["--subject"]; subject != "" && strings.EqualFold(subject, values["--client-id"]) {
		problems = append(problems, failure.Message{Code: "helper-subject-is-client-id"})
	}
	if len(problems) > 0 {
		return Options{}, failure.Usage(problems...)
	}
	region, problem := regionOf(values)
	if problem != nil {
		return Options{}, failure.Usage(*problem)
	}
	subject := values["--subject"]
	if !strings.HasPrefix(subject, "system:") {
		subject = strings.ToLower(subject)
	}
	seconds, _ := strconv.Atoi(cmp.Or(values["--duration"], "3600"))
	return Options{
		RoleARN: values["--role-arn"], Audience: values["--audience"], ClientID: strings.ToLower(values["--client-id"]),
		Issuer: values["--issuer"], Subject: subject, SessionName: values["--session-name"], DurationSeconds: int32(seconds),
		Source: values["--source"], Region: region, CacheFolder: values["--cache-dir"], Wait: wait,
	}, nil
}

// names are those of the options with a value, in the order in which problems are shown.
func names() []string {
	return []string{
		"--role-arn", "--audience", "--client-id", "--issuer", "--subject", "--session-name", "--duration", "--region", "--cache-dir", "--source",
	}
}

func split(arguments []string) (values map[string]string, wait bool, problems []failure.Message) {
	values = map[string]string{}
	say := func(code string, fields failure.Fields) {
		problems = append(problems, failure.Message{Code: code, Fields: fields})
	}
	for rest := slices.Clone(arguments); len(rest) > 0; {
		argument := rest[0]
		rest = rest[1:]
		if argument == "--wait" {
			wait = true
			continue
		}
		name, value, hasValue := strings.Cut(argument, "=")
		if hasValue && name == "--wait" {
			say("helper-flag-value", failure.Fields{"option": name, "expected": "no value"})
			continue
		}
		if !slices.Contains(names(), name) {
			say("helper-option-unknown", failure.Fields{"option": failure.Quoted(name[:min(len(name), 40)])})
			continue
		}
		if !hasValue && len(rest) > 0 && !strings.HasPrefix(rest[0], "--") {
			value, rest = rest[0], rest[1:]
		}
		if _, given := values[name]; given {
			say("helper-option-twice", failure.Fields{"option": name})
		}
		values[name] = value
	}
	return values, wait, problems
}

func regionOf(values map[string]string) (string, *failure.Message) {
	partition := strings.Split(values["--role-arn"], ":")[1]
	found := cmp.Or(values["--region"], os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"), knowledge.Get().Partitions[partition][3])
	if !region.MatchString(found) {
		return "", &failure.Message{Code: "helper-region-invalid", Fields: failure.Fields{"region": failure.Quoted(found)}}
	}
	if PartitionOf(found) != partition {
		return "", &failure.Message{Code: "helper-region-partition", Fields: failure.Fields{"region": found, "role": values["--role-arn"]}}
	}
	return found, nil
}

// PartitionOf is the partition that a region belongs to; `aws` for any that no other partition claims.
func PartitionOf(region string) string {
	for name, partition := range knowledge.Get().Partitions {
		if partition[2] != "" && strings.HasPrefix(region, partition[2]) {
			return name
		}
	}
	return "aws"
}

// IsRegion says whether a name has the shape of a region's, such as eu-west-1 or us-gov-west-1.
func IsRegion(name string) bool { return region.MatchString(name) }
