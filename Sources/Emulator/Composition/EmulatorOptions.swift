/// How an emulator is started; the command line's flags by the same names.
public struct EmulatorOptions: Sendable {
  public enum Durability: String, Sendable, CaseIterable {
    /// An answered write survives power loss.
    case fsync
    /// An answered write survives kill -9.
    case os
  }

  public enum Auth: String, Sendable, CaseIterable {
    /// Any signature goes.
    case off
    /// Signatures are checked; policies and ACLs of S3 decide who else than its owner may touch a bucket.
    case verify
  }

  /// An access key that is known without IAM.
  public struct Credential: Sendable {
    public var accessKey: String
    public var secret: String
    /// nil: the default account.
    public var account: String?
    public init(accessKey: String, secret: String, account: String? = nil) {
      self.accessKey = accessKey
      self.secret = secret
      self.account = account
    }
  }

  /// The address to listen on; anything but loopback lets other machines in.
  public var host = "127.0.0.1"
  /// 0: any free one.
  public var port = 4566
  /// The folder that keeps everything; nil: in memory, gone at exit.
  public var dataFolder: String?
  public var durability = Durability.fsync
  public var region = "us-east-1"
  /// 12 digits; the account of callers whose access key is no account.
  public var account = "000000000000"
  /// By name; nil: all.
  public var services: [String]?
  /// `HOST:PORT` of a mail server that e-mails are really sent to.
  public var smtp: String?
  /// E-mail subscriptions are confirmed at once.
  public var autoConfirmEmail = false
  /// Further origins that browsers may call from.
  public var corsOrigins: [String] = []
  /// PEM files of the certificate that clients of TLS are shown, and of its key; nil: one of our own making.
  public var tlsCertificate: String?
  public var tlsKey: String?
  /// Provisioned throughput of DynamoDB's tables is really held to.
  public var dynamoDBThrottles = false
  /// Milliseconds that a table of DynamoDB takes to be made, changed or deleted.
  public var dynamoDBDelay = 0
  /// The Python that runs handlers.
  public var python: String?
  /// Kinesis holds clients to the rates of its shards: 1 MiB and 1,000 records a second in, 2 MiB and 5 reads out.
  public var kinesisThrottle = false
  /// How long streams and consumers of Kinesis stay in CREATING, UPDATING and DELETING, by the emulator's clock.
  public var kinesisDelay = Duration.zero
  /// When a subscription to a shard ends, by the emulator's clock.
  public var kinesisSubscription = Duration.seconds(300)
  /// Whether signatures are verified.
  public var auth = Auth.off
  /// Keys that may sign beside those of IAM; their account is that of the caller.
  public var credentials: [Credential] = []
  /// `BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`: the ownership of a bucket that is made without one.
  public var s3ObjectOwnership = "BucketOwnerEnforced"
  /// New buckets take objects that are encrypted with a customer's key (SSE-C), as they did on AWS until April 2026.
  public var s3AllowsCustomerKeys = false
  /// S3 encrypts what nobody asked it to (SSE-S3), as it does since January 2023.
  public var s3EncryptsByDefault = true
  /// Where lines for the user go; nil: nowhere.
  public var log: (@Sendable (String) -> Void)?

  public init() {}
}
