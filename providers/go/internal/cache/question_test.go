package cache

import (
	"slices"
	"testing"

	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
)

func TestASessionBelongsToTheEndpointsOfTheCredentialHelper(t *testing.T) {
	if !slices.Equal(endpoints, knowledge.Get().EndpointVariables) {
		t.Fatalf("got %v, expected %v", endpoints, knowledge.Get().EndpointVariables)
	}
}
