// Lists a bucket so many times with the AWS SDK for Go v2: list-bucket BUCKET TIMES SECONDS-BETWEEN.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	ctx := context.Background()
	times, _ := strconv.Atoi(os.Args[2])
	pause, _ := strconv.ParseFloat(os.Args[3], 64)
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	// The lab serves buckets by path.
	client := s3.NewFromConfig(settings, func(options *s3.Options) { options.UsePathStyle = true })
	for call := 0; call < times; call++ {
		if call > 0 {
			time.Sleep(time.Duration(pause * float64(time.Second)))
		}
		listing, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(os.Args[1])})
		if err != nil {
			log.Fatal(err)
		}
		for _, object := range listing.Contents {
			fmt.Println(*object.Key)
		}
	}
}
