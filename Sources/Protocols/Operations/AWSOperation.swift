/// One operation of an AWS service, stated once: its name, its input and output, what it does. Every protocol that the
/// service speaks follows from the statement.
///
/// `perform` is a pure step: it runs on the Loop, inside the round's transaction, and never waits. What it throws undoes
/// whatever it wrote.
package protocol AWSOperation: Sendable {
  associatedtype Service: AnyObject
  associatedtype Input: StructureShape
  associatedtype Output: StructureShape

  /// AWS's name, `PutRecord`.
  static var name: String { get }
  /// Method, path and status in the REST protocols; nil for the RPC ones.
  static var http: HTTPBinding? { get }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: Service
  ) throws(AWSError) -> Answer<Output>
}

extension AWSOperation {
  /// Not `String(describing:)`: its search for conformances went through the whole binary, three times an operation, and
  /// was a third of a server's start.
  package static var name: String { _typeName(Self.self, qualified: false) }
  package static var http: HTTPBinding? { nil }
}

/// An operation whose request body is taken as it comes in, not kept in memory (S3's PutObject and UploadPart).
package protocol BodyStreamingOperation: AWSOperation {
  /// Called once the head has been read and its members were validated, before the body: refuses early (NoSuchBucket
  /// before five gigabytes arrive) or gives the receiver of the body. `perform` follows when the receiver is done, with
  /// the receiver in `request.body`.
  static func receiver(
    _ input: Values<Input>, _ request: RequestContext, _ service: Service
  ) throws(AWSError) -> any BodyReceiver
}

/// A sink for a streamed body that ends in a result of its own. Loop only.
package protocol BodyReceiver: BodySink {
  /// Set by the gateway; called once, on the Loop, when the body is complete and where it should be, or refused
  /// (a checksum that does not match, a signature of a chunk).
  var onDone: ((AWSError?) -> Void)? { get set }
}

/// What `perform` returns.
package enum Answer<Output: StructureShape> {
  /// The answer; leaves after the round's commit.
  case now(Values<Output>)
  /// What was claimed so far is committed, then `work` runs on a worker and returns the second step, which runs on the
  /// Loop in a later round, checks its preconditions again and answers.
  case later(@Sendable () async -> @Sendable () throws(AWSError) -> Answer<Output>)
  /// An answer whose payload is a body of files or of pieces that come over time; the members of `output` make the head.
  case body(Values<Output>, HTTPBody)
}

/// How an operation travels in restXml and restJson1.
package struct HTTPBinding: Sendable {
  package var method: String
  /// The model's path, `/{Bucket}/{Key+}`, with fixed query parameters behind `?`.
  package var uri: String
  package var status: Int
  /// Query parameters that must be there, with any value, for the request to be this operation's (`uploadId`).
  package var queryKeys: [String]
  /// A field that must be there for the request to be this operation's (`x-amz-copy-source`).
  package var header: String?
  /// Another status, where the answer has a field (206, where it has `Content-Range`).
  package var statusWhen: StatusWhen?

  package struct StatusWhen: Sendable {
    package var field: String
    package var status: Int
    package init(field: String, status: Int) {
      self.field = field
      self.status = status
    }
  }

  package init(
    _ method: String, _ uri: String, status: Int = 200, queryKeys: [String] = [], header: String? = nil,
    statusWhen: StatusWhen? = nil
  ) {
    self.statusWhen = statusWhen
    self.method = method
    self.uri = uri
    self.status = status
    self.queryKeys = queryKeys
    self.header = header
  }
}
