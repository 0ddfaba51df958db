package import Protocols

/// A service of the emulator: what it is on the wire, what it can do, and its life. It belongs to the Loop.
package protocol Service: AnyObject {
  static var description: ServiceDescription { get }
  /// The operations that are built.
  var operations: [OperationEntry] { get }
  /// Every other operation of the pinned model: answered NotImplemented by name.
  static var unbuilt: [UnbuiltOperation] { get }
  /// Operations of models newer than the pinned one, as far as their names are known: answered the same.
  static var newer: [String] { get }
  /// What AWS answers although no model states it (S3's form uploads and websites).
  var unmodelled: [OperationEntry] { get }
  /// The service's own rules for a browser's request, asked with an `Origin` and at OPTIONS; nil: the general ones.
  func crossOrigin(_ head: HTTPRequestHead) -> CrossOrigin?
  /// Starts the workers that follow what was committed, from their committed checkpoints. Once, when the server is up.
  func start()
  /// The server is about to end and takes no more requests: ends the answers that would go on (event streams), so that
  /// their connections can close. Once, before `stop`.
  func endStreams()
  /// The server ends: lets go of what outlives a turn (processes, listeners, temporary files) and of everyone who waits for
  /// it, so that the workers can end. Once, before the workers are stopped.
  func stop()
  /// Forgets everything, or everything of one account. Large tables are marked here and swept by a worker.
  func reset(account: String?) throws(AWSError)
  /// What there is, for health and the console: `("streams", 3)`.
  func counts() throws(AWSError) -> [(name: String, count: Int)]
}

extension Service {
  package static var newer: [String] { [] }
  package var unmodelled: [OperationEntry] { [] }
  package func crossOrigin(_ head: HTTPRequestHead) -> CrossOrigin? { nil }
  package func start() {}
  package func endStreams() {}
  package func stop() {}
}

/// An operation that AWS has and the emulator does not.
package struct UnbuiltOperation: Sendable {
  package var name: String
  /// How a REST request for it is recognised.
  package var http: HTTPBinding?

  package init(_ name: String, _ http: HTTPBinding? = nil) {
    self.name = name
    self.http = http
  }

  /// Names apart by blanks, for services whose requests carry the name.
  package static func named(_ names: String) -> [UnbuiltOperation] {
    names.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map {
      UnbuiltOperation(String(Substring($0)))
    }
  }
}

/// What every service is made with.
package struct ServiceSetting: Sendable {
  package let clock: Clock
  package let workers: Workers
  package let configuration: Configuration
  package let cloud: Cloud
  package let ports: Ports

  package init(clock: Clock, workers: Workers, configuration: Configuration, cloud: Cloud, ports: Ports) {
    self.clock = clock
    self.workers = workers
    self.configuration = configuration
    self.cloud = cloud
    self.ports = ports
  }
}

/// What the command line set and services need to know.
package struct Configuration: Sendable {
  package var region = "us-east-1"
  package var account = "000000000000"
  /// Where clients reach the server, `http://127.0.0.1:4566`. Known when services are made: the port is bound first.
  package var endpoint = ""
  /// The data folder; nil in memory.
  package var dataFolder: String?
  package var autoConfirmEmail = false
  /// `HOST:PORT` of a mail server.
  package var smtp: String?
  /// Further origins that browsers may call from.
  package var corsOrigins: [String] = []
  /// Further host names under which the server is reached.
  package var hosts: [String] = []
  /// The Python that runs handlers; nil: the exact version on PATH, else another `python3`.
  package var python: String?

  /// Kinesis holds clients to the shards' rates.
  package var kinesisThrottle = false
  /// Milliseconds that streams and consumers stay in CREATING, UPDATING and DELETING.
  package var kinesisDelay = 0
  /// Milliseconds after which a subscription to a shard ends.
  package var kinesisSubscription = 300_000
  /// Provisioned throughput of DynamoDB's tables is really held to.
  package var dynamoDBThrottles = false
  /// Milliseconds that a table of DynamoDB takes to be made, changed or deleted.
  package var dynamoDBDelay = 0
  /// Whether signatures are verified, and with them who may touch S3's buckets and objects.
  package var verifiesSignatures = false
  /// What accounts are called where AWS shows a name, by the accounts.
  package var accountNames: [String: String] = [:]
  /// The ownership of a bucket that is made without one.
  package var s3ObjectOwnership = "BucketOwnerEnforced"
  /// Whether new buckets take objects that are encrypted with a customer's key.
  package var s3AllowsCustomerKeys = false
  /// Whether S3 encrypts what nobody asked it to, as it does since January 2023.
  package var s3EncryptsByDefault = true

  package init() {}
}
