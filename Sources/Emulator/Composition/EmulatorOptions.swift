/// How an emulator is started; the command line's flags by the same names.
public struct EmulatorOptions: Sendable {
  public enum Durability: String, Sendable, CaseIterable {
    /// An answered write survives power loss.
    case fsync
    /// An answered write survives kill -9.
    case os
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
  /// The Python that runs handlers.
  public var python: String?
  /// Kinesis holds clients to the rates of its shards: 1 MiB and 1,000 records a second in, 2 MiB and 5 reads out.
  public var kinesisThrottle = false
  /// How long streams and consumers of Kinesis stay in CREATING, UPDATING and DELETING, by the emulator's clock.
  public var kinesisDelay = Duration.zero
  /// When a subscription to a shard ends, by the emulator's clock.
  public var kinesisSubscription = Duration.seconds(300)
  /// Where lines for the user go; nil: nowhere.
  public var log: (@Sendable (String) -> Void)?

  public init() {}
}
