import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.S3ObjectSummary;

/** Lists a bucket so many times with the AWS SDK for Java v1: ListBucket BUCKET TIMES SECONDS-BETWEEN. */
public final class ListBucket {
  public static void main(String[] arguments) throws InterruptedException {
    int times = Integer.parseInt(arguments[1]);
    long pause = Math.round(Double.parseDouble(arguments[2]) * 1000);
    // The lab serves buckets by path, and version 1 reads no AWS_ENDPOINT_URL.
    AmazonS3 client =
        AmazonS3ClientBuilder.standard()
            .withPathStyleAccessEnabled(true)
            .withEndpointConfiguration(
                new EndpointConfiguration(System.getenv("AWS_ENDPOINT_URL"), System.getenv("AWS_REGION")))
            .build();
    for (int call = 0; call < times; call++) {
      if (call > 0) {
        Thread.sleep(pause);
      }
      for (S3ObjectSummary object : client.listObjectsV2(arguments[0]).getObjectSummaries()) {
        System.out.println(object.getKey());
      }
    }
  }
}
