import software.amazon.awssdk.services.s3.S3Client;

/** Lists a bucket with the credentials of the page, and again after some seconds: ListTwice BUCKET SECONDS. */
public final class ListTwice {
  public static void main(String[] arguments) throws InterruptedException {
    try (S3Client s3 = S3Client.builder().credentialsProvider(ListBucket.azureToAws()).build()) {
      System.out.println(s3.listObjectsV2(request -> request.bucket(arguments[0])).contents().size());
      Thread.sleep(Long.parseLong(arguments[1]) * 1000);
      System.out.println(s3.listObjectsV2(request -> request.bucket(arguments[0])).contents().size());
    }
  }
}
