// Package session exchanges a token of Azure for a session of AWS.
package session

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"regexp"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/azure"
	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
)

const (
	// The token's part of the time, so that STS has its own.
	tokenShare  = 0.6
	freshMargin = 15 * 60
	jitter      = 60
)

// Session is one AWS session, and what this machine's clock says may be done with it. Times are seconds since 1970.
type Session struct {
	// Document is what goes to stdout, without the end of the line.
	Document                      json.RawMessage
	Obtained, FreshUntil, Expires int64
}

// Keys are the members of the document.
type Keys struct {
	Version                                                int
	AccessKeyId, SecretAccessKey, SessionToken, Expiration string
}

// Keys reads the document.
func (s Session) Keys() (keys Keys) {
	_ = json.Unmarshal(s.Document, &keys)
	return keys
}

// IsFresh says whether the session needs no renewal yet.
func (s Session) IsFresh() bool { return s.until(s.FreshUntil) }

// IsValid says whether AWS still accepts the session.
func (s Session) IsValid() bool { return s.until(s.Expires) }

// A session from the future means that the clock was set back, so its times say nothing.
func (s Session) until(end int64) bool {
	now := pace.Now().Unix()
	return s.Obtained-60 <= now && now < end
}

// Obtain opens a session. Under --wait, it repeats what a role or an assignment may need minutes for.
func Obtain(ctx context.Context, asked options.Options) (Session, error) {
	for {
		made, err := obtain(ctx, asked)
		var failed *failure.Failure
		deadline, _ := ctx.Deadline()
		if err == nil || !asked.Wait || !errors.As(err, &failed) || !failed.Awaited || time.Until(deadline) < 2*pace.WaitPause {
			return made, err
		}
		select {
		case <-time.After(pace.WaitPause):
		case <-ctx.Done():
			return Session{}, err
		}
	}
}

func obtain(ctx context.Context, asked options.Options) (Session, error) {
	token, claims, name, err := Token(ctx, asked)
	if err != nil {
		return Session{}, err
	}
	if err := azure.Require(claims, asked); err != nil {
		return Session{}, err
	}
	granted, err := AssumeRole(ctx, asked, claims, token, name)
	if err != nil {
		return Session{}, err
	}
	return granted.session(asked), nil
}

// Token is a token, what it says, and the role session name. It leaves a part of the time for STS.
func Token(ctx context.Context, asked options.Options) (token string, claims azure.Claims, name string, err error) {
	limited, cancel := ctx, context.CancelFunc(func() {})
	if deadline, has := ctx.Deadline(); has {
		limited, cancel = context.WithTimeout(ctx, time.Duration(float64(time.Until(deadline))*tokenShare))
	}
	defer cancel()
	token, claims, host, err := azure.Token(limited, asked)
	if name = asked.SessionName; name == "" {
		name = nameOf(host, claims.ID)
	}
	return token, claims, name, err
}

var unfit = regexp.MustCompile(`[^A-Za-z0-9_+=,.@-]`)

// nameOf is <host>@<ID of the token>, made to fit what STS allows: 2 to 64 characters. Without a host, this one's.
func nameOf(host, id string) string {
	end := ""
	if id != "" {
		fitting := unfit.ReplaceAllString(id, "-")
		end = "@" + fitting[:min(len(fitting), 40)]
	}
	if host == "" {
		host, _ = os.Hostname()
	}
	start := unfit.ReplaceAllString(host, "-")
	if start == "" {
		start = "azure"
	}
	name := start[:min(len(start), 64-len(end))] + end
	if len(name) < 2 {
		name += "-"
	}
	return name
}

func (g Granted) session(asked options.Options) Session {
	document, _ := json.Marshal(Keys{1, g.accessKeyID, g.secretAccessKey, g.sessionToken, azure.UTC(g.Expires)})
	now, duration := pace.Now().Unix(), int64(asked.DurationSeconds)
	// A clock that is behind would take the session for longer than it is.
	expires := min(g.Expires, now+duration)
	// Nothing of a short session would be left after the whole margin, and every call would open a new one.
	margin := min(freshMargin+rand.Int64N(jitter+1), duration/2)
	return Session{Document: document, Obtained: now, FreshUntil: expires - margin, Expires: expires}
}
