import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists a bucket so many times with the AWS SDK for Java v2: ListBucket BUCKET TIMES SECONDS-BETWEEN. */
public final class ListBucket {
  public static void main(String[] arguments) throws InterruptedException {
    int times = Integer.parseInt(arguments[1]);
    long pause = Math.round(Double.parseDouble(arguments[2]) * 1000);
    // The lab serves buckets by path.
    try (S3Client client = S3Client.builder().forcePathStyle(true).build()) {
      for (int call = 0; call < times; call++) {
        if (call > 0) {
          Thread.sleep(pause);
        }
        for (S3Object object : client.listObjectsV2(request -> request.bucket(arguments[0])).contents()) {
          System.out.println(object.key());
        }
      }
    }
  }
}
