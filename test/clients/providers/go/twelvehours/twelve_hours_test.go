// Package twelvehours lists a bucket for twelve hours of the lab, in a process whose clock is simulated.
package twelvehours

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	azuretoaws "example.com/azure-to-aws-federation/providers/go"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// perStep is how many calls follow each other without a pause.
const perStep = 4

// TestTwelveHours makes CALLS calls. In the pauses, it moves its own clock, and that of the lab at the address CLOCK.
func TestTwelveHours(t *testing.T) {
	calls, err := strconv.Atoi(os.Getenv("CALLS"))
	if err != nil {
		t.Skip("CALLS is not set")
	}
	start := time.Now()
	// Idle connections would keep the simulated clock from moving.
	client := &http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true}}
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(start))
		ctx := context.Background()
		cfg, err := config.LoadDefaultConfig(ctx, config.WithHTTPClient(client))
		if err != nil {
			t.Fatal(err)
		}
		credential, err := azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
			ClientOptions: azcore.ClientOptions{Transport: client},
		})
		if err != nil {
			t.Fatal(err)
		}
		if cfg.Credentials, err = azuretoaws.New(cfg, azuretoaws.Options{Credential: credential}); err != nil {
			t.Fatal(err)
		}
		buckets := s3.NewFromConfig(cfg)
		bucket := os.Getenv("BUCKET")
		pause := 12 * time.Hour / time.Duration(calls/perStep)
		for call := range calls {
			listing, err := buckets.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &bucket})
			if err != nil || len(listing.Contents) != 1 {
				t.Fatalf("call %d: %v", call, err)
			}
			if call%perStep != 0 {
				continue
			}
			time.Sleep(pause)
			body := strings.NewReader(fmt.Sprint(time.Now().UnixMilli()))
			answer, err := client.Post(os.Getenv("CLOCK"), "text/plain", body)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
		}
	})
}
