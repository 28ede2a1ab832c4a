import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Lists a bucket so many times with S3A: ListBucket BUCKET TIMES SECONDS-BETWEEN. */
public final class ListBucket {
  public static void main(String[] arguments) throws Exception {
    int times = Integer.parseInt(arguments[1]);
    long pause = Math.round(Double.parseDouble(arguments[2]) * 1000);
    Configuration settings = new Configuration();
    settings.set(
        "fs.s3a.aws.credentials.provider",
        "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider");
    // The lab serves buckets by path, without TLS.
    settings.set("fs.s3a.endpoint", System.getenv("AWS_ENDPOINT_URL"));
    settings.set("fs.s3a.endpoint.region", System.getenv("AWS_REGION"));
    settings.set("fs.s3a.path.style.access", "true");
    settings.set("fs.s3a.connection.ssl.enabled", "false");
    URI bucket = URI.create("s3a://" + arguments[0] + "/");
    try (FileSystem files = FileSystem.newInstance(bucket, settings)) {
      for (int call = 0; call < times; call++) {
        if (call > 0) {
          Thread.sleep(pause);
        }
        for (FileStatus file : files.listStatus(new Path(bucket))) {
          System.out.println(file.getPath().getName());
        }
      }
    }
  }
}
