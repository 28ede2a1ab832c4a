// Lists a bucket so many times with the AWS SDK for Go v1: list-bucket BUCKET TIMES SECONDS-BETWEEN.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/s3"
)

func main() {
	times, _ := strconv.Atoi(os.Args[2])
	pause, _ := strconv.ParseFloat(os.Args[3], 64)
	client := s3.New(session.Must(session.NewSession(&aws.Config{
		// This SDK does not read AWS_ENDPOINT_URL.
		Endpoint:         aws.String(os.Getenv("AWS_ENDPOINT_URL")),
		S3ForcePathStyle: aws.Bool(true),
	})))
	for call := 0; call < times; call++ {
		if call > 0 {
			time.Sleep(time.Duration(pause * float64(time.Second)))
		}
		listing, err := client.ListObjectsV2(&s3.ListObjectsV2Input{Bucket: aws.String(os.Args[1])})
		if err != nil {
			log.Fatal(err)
		}
		for _, object := range listing.Contents {
			fmt.Println(*object.Key)
		}
	}
}
