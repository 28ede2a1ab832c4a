package guard

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
)

// longestPause is that of any further pause, each up to twice its predecessor.
const longestPause = 10 * time.Second

// Retrying calls attempt until it succeeds, fails for good, or the context leaves no time.
func Retrying(ctx context.Context, attempt func(context.Context) error) error {
	began, pause := time.Now(), pace.FirstPause
	for number := 1; ; number++ {
		limited, cancel := context.WithTimeout(ctx, pace.Attempt)
		err := attempt(limited)
		cancel()
		var failed *failure.Failure
		if !errors.As(err, &failed) || !failed.Passing {
			return err
		}
		wait := max(time.Duration(float64(pause)*(0.5+rand.Float64()/2)), failed.RetryAfter)
		pause = min(2*pause, longestPause)
		next := time.Now().Add(wait)
		deadline, limitedAtAll := ctx.Deadline()
		if failed.Attempts > 0 && number >= failed.Attempts || limitedAtAll && !next.Before(deadline) ||
			failed.Within > 0 && next.Sub(began) >= failed.Within {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return err
		}
	}
}

// RetryAfter is what the header asks for, or 0. Its other form, a date, is not read.
func RetryAfter(header http.Header) time.Duration {
	text := strings.TrimSpace(header.Get("Retry-After"))
	seconds, err := strconv.Atoi(text)
	if err != nil || seconds < 0 || len(text) > 5 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
