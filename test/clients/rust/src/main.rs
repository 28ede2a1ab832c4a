//! Lists a bucket so many times with the AWS SDK for Rust: list-bucket BUCKET TIMES SECONDS-BETWEEN.
use aws_sdk_s3::error::DisplayErrorContext;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let times: u32 = arguments[2].parse().expect("a number of listings");
    let pause: f64 = arguments[3].parse().expect("seconds");
    let shared = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    // The lab serves buckets by path.
    let settings = aws_sdk_s3::config::Builder::from(&shared).force_path_style(true).build();
    let client = aws_sdk_s3::Client::from_conf(settings);
    for call in 0..times {
        if call > 0 {
            tokio::time::sleep(Duration::from_secs_f64(pause)).await;
        }
        match client.list_objects_v2().bucket(&arguments[1]).send().await {
            Ok(listing) => {
                for object in listing.contents() {
                    println!("{}", object.key().unwrap_or_default());
                }
            }
            Err(error) => {
                // What a program that prints the error alone shows, and what one that prints its causes shows.
                eprintln!("{error}");
                eprintln!("{}", DisplayErrorContext(error));
                std::process::exit(1);
            }
        }
    }
}
