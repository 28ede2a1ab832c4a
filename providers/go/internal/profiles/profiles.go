// Package profiles reads command lines of a credential helper from an AWS config.
package profiles

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
)

// Profile is one that starts a credential helper.
type Profile struct {
	Name, File string
	// Arguments are the options of the helper, without the program and the command.
	Arguments []string
}

// Option is the value of an option, or empty.
func (p Profile) Option(name string) string {
	for index, argument := range p.Arguments {
		if value, has := strings.CutPrefix(argument, name+"="); has {
			return value
		}
		if argument == name && index+1 < len(p.Arguments) {
			return p.Arguments[index+1]
		}
	}
	return ""
}

var (
	section = regexp.MustCompile(`^\[\s*(?:profile\s+)?(.+?)\s*\]`)
	setting = regexp.MustCompile(`^(\w+)\s*[=:]\s*(.*)$`)
	word    = regexp.MustCompile(`(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+`)
	quoted  = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"|'([^']*)'`)
)

// InFile are all profiles of a file that start a helper. It reads the form in which this product writes a config.
func InFile(path string) ([]Profile, error) {
	commands, names, err := read(path)
	if err != nil {
		return nil, err
	}
	var found []Profile
	for _, name := range names {
		if arguments := argumentsOf(commands[name]); arguments != nil {
			found = append(found, Profile{name, path, arguments})
		}
	}
	if len(found) == 0 {
		return nil, refused("profile-other-program", failure.Fields{"profile": "any", "file": shown(path)})
	}
	return found, nil
}

// Find is the profile of a name in the config of the user, or in that of the machine.
func Find(name string) (Profile, error) {
	var looked, all []string
	for _, file := range files() {
		looked = append(looked, shown(file))
		if _, err := os.Stat(file); err != nil {
			continue
		}
		commands, names, err := read(file)
		if err != nil {
			return Profile{}, err
		}
		if slices.Contains(names, name) {
			arguments := argumentsOf(commands[name])
			if arguments == nil {
				return Profile{}, refused("profile-other-program", failure.Fields{"profile": failure.Quoted(name), "file": shown(file)})
			}
			return Profile{name, file, arguments}, nil
		}
		all = append(all, names...)
	}
	fields := failure.Fields{"profile": failure.Quoted(name), "files": strings.Join(looked, ", ")}
	if len(all) == 0 {
		return Profile{}, refused("profile-no-config", fields)
	}
	for index := range all {
		all[index] = failure.Quoted(all[index])
	}
	fields["found"] = strings.Join(all[:min(len(all), 20)], ", ")
	return Profile{}, refused("profile-not-found", fields)
}

func files() []string {
	if file := os.Getenv("AWS_CONFIG_FILE"); file != "" {
		return []string{file}
	}
	home, _ := os.UserHomeDir()
	return []string{filepath.Join(home, ".aws", "config"), Installed()}
}

// read is the command of each profile, and the names of the profiles in their order.
func read(path string) (commands map[string]string, names []string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, refused("profile-config-unreadable", failure.Fields{"file": shown(path), "reason": guard.Reason(err)})
	}
	defer file.Close()
	commands = map[string]string{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		header, value := section.FindStringSubmatch(line), setting.FindStringSubmatch(line)
		switch {
		case line == "", line[0] == '#', line[0] == ';':
		case header != nil:
			names = append(names, header[1])
		case len(names) == 0:
			return nil, nil, refused("profile-config-unreadable", failure.Fields{"file": shown(path), "reason": "a line before the first section"})
		case value != nil && value[1] == "credential_process":
			commands[names[len(names)-1]] = value[2]
		}
	}
	if err := lines.Err(); err != nil {
		return nil, nil, refused("profile-config-unreadable", failure.Fields{"file": shown(path), "reason": guard.Reason(err)})
	}
	return commands, names, nil
}

// argumentsOf a command that starts a helper, or nil.
func argumentsOf(command string) []string {
	words := word.FindAllString(command, -1)
	for index := range words {
		words[index] = quoted.ReplaceAllStringFunc(words[index], func(part string) string { return part[1 : len(part)-1] })
	}
	first := slices.IndexFunc(words, func(word string) bool { return strings.HasPrefix(word, "--") })
	if first < 0 || !slices.ContainsFunc(words[first:], func(word string) bool { return word == "--role-arn" || strings.HasPrefix(word, "--role-arn=") }) {
		return nil
	}
	return words[first:]
}

func shown(path string) string { return "'" + failure.Quoted(path) + "'" }

func refused(code string, fields failure.Fields) error {
	return failure.Usage(failure.Message{Code: code, Fields: fields})
}
