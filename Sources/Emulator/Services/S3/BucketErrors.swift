import Protocols

/// The errors of a bucket's configurations, with AWS's sentences
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
extension AWSError {
  static func noSuchCORSConfiguration(_ bucket: String) -> AWSError {
    missing("NoSuchCORSConfiguration", "The CORS configuration does not exist", bucket)
  }
  static func noSuchLifecycleConfiguration(_ bucket: String) -> AWSError {
    missing("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", bucket)
  }
  static func noSuchWebsiteConfiguration(_ bucket: String) -> AWSError {
    missing("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration", bucket)
  }
  static func noReplicationConfiguration(_ bucket: String) -> AWSError {
    missing("ReplicationConfigurationNotFoundError", "The replication configuration was not found", bucket)
  }
  static func noEncryptionConfiguration(_ bucket: String) -> AWSError {
    missing(
      "ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found", bucket
    )
  }
  static func noSuchTagSet(_ bucket: String) -> AWSError {
    missing("NoSuchTagSet", "The TagSet does not exist", bucket)
  }
  static func noSuchConfiguration() -> AWSError {
    AWSError("NoSuchConfiguration", "The specified configuration does not exist.", status: 404)
  }
  static func idMismatch() -> AWSError {
    AWSError("IdMismatch", "Document ID does not match the specified configuration ID.")
  }

  private static func missing(_ code: String, _ message: String, _ bucket: String) -> AWSError {
    AWSError(code, message, status: 404, elements: [("BucketName", bucket)])
  }
}
