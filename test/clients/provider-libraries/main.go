// Sends to the lab what the aws and azure-native plugins send, by the libraries that they are built from. It prints a JSON object:
// the outcome of each step, by its name.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	armruntime "github.com/Azure/azure-sdk-for-go/sdk/azcore/arm/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/smithy-go"
	awsbase "github.com/hashicorp/aws-sdk-go-base/v2"
)

var outcomes = map[string]string{}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The cloud as the metadata host describes it: pulumi-azure-native provider/pkg/azure/cloud, FromMetadataEndpoint.
func cloudOf(metadataHost string) cloud.Configuration {
	response, err := http.Get("https://" + metadataHost + "/metadata/endpoints?api-version=2022-09-01")
	check(err)
	defer response.Body.Close()
	var metadata struct {
		ResourceManager string
		Authentication  struct {
			LoginEndpoint string
			Audiences     []string
		}
	}
	check(json.NewDecoder(response.Body).Decode(&metadata))
	manager := cloud.ServiceConfiguration{
		Audience: metadata.Authentication.Audiences[0],
		Endpoint: metadata.ResourceManager,
	}
	return cloud.Configuration{
		ActiveDirectoryAuthorityHost: metadata.Authentication.LoginEndpoint,
		Services:                     map[cloud.ServiceName]cloud.ServiceConfiguration{cloud.ResourceManager: manager},
	}
}

type armClient struct {
	host     string
	pipeline runtime.Pipeline
}

func newArmClient() armClient {
	options := policy.ClientOptions{Cloud: cloudOf(os.Getenv("ARM_METADATA_HOSTNAME"))}
	credential, err := azidentity.NewClientSecretCredential(
		os.Getenv("ARM_TENANT_ID"), os.Getenv("ARM_CLIENT_ID"), os.Getenv("ARM_CLIENT_SECRET"),
		&azidentity.ClientSecretCredentialOptions{
			ClientOptions:            options,
			DisableInstanceDiscovery: os.Getenv("ARM_DISABLE_INSTANCE_DISCOVERY") == "true",
		})
	check(err)
	pipeline, err := armruntime.NewPipeline("azcore", "v1.17.0", credential, runtime.PipelineOptions{},
		&arm.ClientOptions{ClientOptions: options})
	check(err)
	return armClient{options.Cloud.Services[cloud.ResourceManager].Endpoint, pipeline}
}

func (c armClient) send(method, id, version string, body any) *http.Response {
	request, err := runtime.NewRequest(context.Background(), method, runtime.JoinPaths(c.host, id))
	check(err)
	request.Raw().Header.Set("Accept", "application/json")
	request.Raw().URL.RawQuery = url.Values{"api-version": {version}}.Encode()
	if body != nil {
		check(runtime.MarshalAsJSON(request, body))
	}
	response, err := c.pipeline.Do(request)
	check(err)
	return response
}

// Waits as provider/pkg/azure/client_azcore.go does, and returns what is there in the end. The library polls absolute addresses only. Some
// services answer with a relative one, such as that of identities, so the plugin completes it, also with the version.
func poll(c armClient, response *http.Response) map[string]any {
	if response.StatusCode >= 400 {
		check(runtime.NewResponseError(response))
	}
	if location := response.Header.Get("Location"); location != "" {
		absolute, err := response.Request.URL.Parse(location)
		check(err)
		if query := absolute.Query(); !query.Has("api-version") {
			query.Set("api-version", response.Request.URL.Query().Get("api-version"))
			absolute.RawQuery = query.Encode()
		}
		response.Header.Set("Location", absolute.String())
	}
	poller, err := runtime.NewPoller[map[string]any](response, c.pipeline, nil)
	check(err)
	result, err := poller.PollUntilDone(context.Background(), &runtime.PollUntilDoneOptions{Frequency: 10 * time.Second})
	check(err)
	return result
}

type object = map[string]any

type resource struct {
	name, id, version string
	body              object
}

func azureResources() []resource {
	group := "/subscriptions/" + os.Getenv("ARM_SUBSCRIPTION_ID") + "/resourceGroups/libraries"
	network := group + "/providers/Microsoft.Network/"
	at := func(properties object) object { return object{"location": "westeurope", "properties": properties} }
	ip := at(object{"publicIPAllocationMethod": "Static"})
	ip["sku"] = object{"name": "Standard"}
	nat := at(object{"publicIpAddresses": []object{{"id": network + "publicIPAddresses/ip"}}})
	nat["sku"] = object{"name": "Standard"}
	subnet := object{"addressPrefix": "10.0.1.0/24", "natGateway": object{"id": network + "natGateways/nat"}}
	interfaceOf := object{"subnet": object{"id": network + "virtualNetworks/net/subnets/sub"}}
	const version = "2024-05-01"
	return []resource{
		{"group", group, "2024-11-01", object{"location": "westeurope"}},
		{"ip", network + "publicIPAddresses/ip", version, ip},
		{"nsg", network + "networkSecurityGroups/nsg", version, at(object{"securityRules": []object{}})},
		{"nat", network + "natGateways/nat", version, nat},
		{"vnet", network + "virtualNetworks/net", version,
			at(object{"addressSpace": object{"addressPrefixes": []string{"10.0.0.0/16"}}})},
		{"subnet", network + "virtualNetworks/net/subnets/sub", version, object{"properties": subnet}},
		{"nic", network + "networkInterfaces/nic", version,
			at(object{"ipConfigurations": []object{{"name": "primary", "properties": interfaceOf}}})},
		{"identity", group + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/identity", "2024-11-30",
			object{"location": "westeurope"}},
	}
}

// Each resource: looked for, created, read, deleted, and deleted again.
func azure() {
	client := newArmClient()
	resources := azureResources()
	for _, r := range resources {
		before := client.send("GET", r.id, r.version, nil)
		created := client.send("PUT", r.id, r.version, r.body)
		properties, _ := poll(client, created)["properties"].(map[string]any)
		read := client.send("GET", r.id, r.version, nil)
		outcomes["create "+r.name] = fmt.Sprint(before.StatusCode, created.StatusCode, " ",
			properties["provisioningState"], " ", read.StatusCode)
	}
	for i := len(resources) - 1; i >= 0; i-- {
		r := resources[i]
		deleted := client.send("DELETE", r.id, r.version, nil)
		poll(client, deleted)
		gone := client.send("GET", r.id, r.version, nil)
		again := client.send("DELETE", r.id, r.version, nil)
		outcomes["delete "+r.name] = fmt.Sprint(deleted.StatusCode, gone.StatusCode, again.StatusCode)
	}
}

// The code of an error of AWS, or what was found.
func note(step string, found any, err error) {
	var refused smithy.APIError
	switch {
	case errors.As(err, &refused):
		outcomes[step] = refused.ErrorCode()
	case err != nil:
		check(err)
	default:
		outcomes[step] = fmt.Sprint(found)
	}
}

// In the order of internal/service/iam of terraform-provider-aws.
func amazon() {
	endpoint := os.Getenv("LAB_AWS_ENDPOINT")
	config := &awsbase.Config{
		AccessKey:                     os.Getenv("AWS_ACCESS_KEY_ID"),
		SecretKey:                     os.Getenv("AWS_SECRET_ACCESS_KEY"),
		Region:                        os.Getenv("AWS_REGION"),
		CallerName:                    "lab",
		EC2MetadataServiceEnableState: imds.ClientDisabled,
		SkipCredsValidation:           true,
		StsEndpoint:                   endpoint,
	}
	ctx, settings, found := awsbase.GetAwsConfig(context.Background(), config)
	account, partition, more := awsbase.GetAwsAccountIDAndPartition(ctx, settings, config)
	outcomes["account"] = fmt.Sprint(account, " ", partition, " ", len(found)+len(more), " problems")
	client := iam.NewFromConfig(settings, func(o *iam.Options) { o.BaseEndpoint = &endpoint })

	issuer := "sts.windows.net/11111111-2222-4333-8444-555555555555/"
	arn := aws.String("arn:aws:iam::" + account + ":oidc-provider/" + issuer)
	tags := []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}}
	readProvider := func(step string) {
		out, err := client.GetOpenIDConnectProvider(ctx, &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: arn})
		if err != nil {
			note(step, nil, err)
			return
		}
		note(step, fmt.Sprint(*out.Url, " ", out.ClientIDList, " ", len(out.Tags), " tags"), nil)
	}
	readProvider("provider before")
	created, err := client.CreateOpenIDConnectProvider(ctx, &iam.CreateOpenIDConnectProviderInput{
		Url: aws.String("https://" + issuer), ClientIDList: []string{"api://a"}, Tags: tags})
	check(err)
	note("provider created", *created.OpenIDConnectProviderArn == *arn, nil)
	readProvider("provider read")
	_, err = client.AddClientIDToOpenIDConnectProvider(ctx, &iam.AddClientIDToOpenIDConnectProviderInput{
		OpenIDConnectProviderArn: arn, ClientID: aws.String("api://b")})
	check(err)
	_, err = client.RemoveClientIDFromOpenIDConnectProvider(ctx, &iam.RemoveClientIDFromOpenIDConnectProviderInput{
		OpenIDConnectProviderArn: arn, ClientID: aws.String("api://a")})
	check(err)
	_, err = client.UntagOpenIDConnectProvider(ctx, &iam.UntagOpenIDConnectProviderInput{
		OpenIDConnectProviderArn: arn, TagKeys: []string{"team"}})
	check(err)
	readProvider("provider updated")

	name := aws.String("libraries")
	trust := fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"%s"},`+
		`"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"%s:aud":"api://b","%s:sub":"s"}}}]}`,
		*arn, issuer, issuer)
	_, err = client.CreateRole(ctx, &iam.CreateRoleInput{RoleName: name, Path: aws.String("/"),
		AssumeRolePolicyDocument: &trust, MaxSessionDuration: aws.Int32(3600), Tags: tags})
	check(err)
	readRole := func(step string) {
		out, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: name})
		if err != nil {
			note(step, nil, err)
			return
		}
		policy, err := url.QueryUnescape(*out.Role.AssumeRolePolicyDocument)
		note(step, fmt.Sprint(*out.Role.Arn, " ", *out.Role.MaxSessionDuration, " ", policy == trust, " ", len(out.Role.Tags), " tags"), err)
	}
	readRole("role read")
	document := aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}`)
	inline, managed := aws.String("inline"), aws.String("arn:aws:iam::aws:policy/ReadOnlyAccess")
	_, err = client.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: name, PolicyName: inline, PolicyDocument: document})
	check(err)
	put, err := client.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: name, PolicyName: inline})
	check(err)
	policy, err := url.QueryUnescape(*put.PolicyDocument)
	note("inline policy read", policy == *document, err)
	_, err = client.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: name, PolicyName: aws.String("other")})
	note("other inline policy", nil, err)
	_, err = client.AttachRolePolicy(ctx, &iam.AttachRolePolicyInput{RoleName: name, PolicyArn: managed})
	check(err)
	policies, err := client.ListRolePolicies(ctx, &iam.ListRolePoliciesInput{RoleName: name})
	check(err)
	attached, err := client.ListAttachedRolePolicies(ctx, &iam.ListAttachedRolePoliciesInput{RoleName: name})
	check(err)
	note("policies", fmt.Sprint(policies.PolicyNames, " ", *attached.AttachedPolicies[0].PolicyArn), nil)
	_, err = client.UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: name, PolicyDocument: &trust})
	check(err)
	_, err = client.UpdateRole(ctx, &iam.UpdateRoleInput{RoleName: name, MaxSessionDuration: aws.Int32(7200)})
	check(err)
	_, err = client.UntagRole(ctx, &iam.UntagRoleInput{RoleName: name, TagKeys: []string{"team"}})
	check(err)
	readRole("role updated")

	_, err = client.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: name})
	note("role with policies deleted", nil, err)
	_, err = client.DetachRolePolicy(ctx, &iam.DetachRolePolicyInput{RoleName: name, PolicyArn: managed})
	check(err)
	_, err = client.DeleteRolePolicy(ctx, &iam.DeleteRolePolicyInput{RoleName: name, PolicyName: inline})
	check(err)
	profiles, err := client.ListInstanceProfilesForRole(ctx, &iam.ListInstanceProfilesForRoleInput{RoleName: name})
	check(err)
	note("instance profiles", len(profiles.InstanceProfiles), nil)
	_, err = client.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: name})
	check(err)
	readRole("role gone")
	_, err = client.DeleteOpenIDConnectProvider(ctx, &iam.DeleteOpenIDConnectProviderInput{OpenIDConnectProviderArn: arn})
	check(err)
	readProvider("provider gone")
}

func main() {
	if os.Args[1] == "azure-native" {
		azure()
	} else {
		amazon()
	}
	check(json.NewEncoder(os.Stdout).Encode(outcomes))
}
