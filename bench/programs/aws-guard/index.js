// The whole pack as its README starts it; findings are told and stop nothing.
const { AwsGuard } = require("@pulumi/awsguard");

new AwsGuard({ all: "advisory" });
