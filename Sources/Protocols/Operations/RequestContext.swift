/// Who asks, where and when: everything an operation may know of a request beside its input. A class, for it is handed on
/// a dozen times a request.
///
/// `@unchecked Sendable`: only the gateway changes it, on the Loop and before anybody else has it.
package final class RequestContext: @unchecked Sendable {
  /// The account that the caller belongs to, 12 digits; every resource lives under (account, region).
  package var account: String
  package let region: String
  package var caller: Caller
  /// The emulator's clock when the request came.
  package let now: Timestamp
  /// `x-amzn-RequestId`.
  package let id: String
  /// The head of the HTTP request, nil for a call from inside (`Cloud.perform`).
  package let head: HTTPRequestHead?
  /// Scheme, host and port under which the caller reached the emulator, `http://127.0.0.1:4566`, for links in answers.
  package var endpoint: String { head?.fields[.host].map { "http://\($0)" } ?? ownEndpoint }
  private let ownEndpoint: String
  /// What the signature says of the body that comes; the receiver of a streamed one checks it.
  package var signedBody = SignedBody.anything
  /// The address that the request came from; known where signatures are verified.
  package var sourceAddress = ""
  /// Whether it came over TLS; known where signatures are verified.
  package var isSecure = false
  /// The receiver of a streamed body, when there is one.
  package var body: (any BodyReceiver)?

  /// `endpoint` is where the server itself says that it is, for requests without a `Host`.
  package init(
    account: String, region: String, caller: Caller, now: Timestamp, id: String, head: HTTPRequestHead? = nil,
    endpoint: String
  ) {
    self.account = account
    self.region = region
    self.caller = caller
    self.now = now
    self.id = id
    self.head = head
    ownEndpoint = endpoint
  }

  /// The same request, to be changed and asked as somebody else's.
  package func copy() -> RequestContext {
    let copy = RequestContext(
      account: account, region: region, caller: caller, now: now, id: id, head: head, endpoint: ownEndpoint)
    copy.signedBody = signedBody
    copy.sourceAddress = sourceAddress
    copy.isSecure = isSecure
    copy.body = body
    return copy
  }

  package var partition: String { "aws" }

  /// `arn:aws:<service>:<region>:<account>:<resource>`.
  package func arn(_ service: String, _ resource: String) -> String {
    "arn:aws:\(service):\(region):\(account):\(resource)"
  }
}

/// Who is asking.
package struct Caller: Sendable, Equatable {
  /// The access key id, or empty for an anonymous request and for the emulator's workers.
  package var accessKey: String
  /// The ARN that `GetCallerIdentity` shows.
  package var arn: String
  /// The account the caller belongs to.
  package var account: String

  package init(accessKey: String, arn: String, account: String) {
    self.accessKey = accessKey
    self.arn = arn
    self.account = account
  }

  /// Nobody: a request without a signature where signatures are verified.
  package static let anonymous = Caller(accessKey: "", arn: "", account: "anonymous")
  package var isAnonymous: Bool { arn.isEmpty }

  /// The account's root user: callers without credentials of their own, and the emulator's workers.
  package static func root(of account: String) -> Caller {
    Caller(accessKey: "", arn: "arn:aws:iam::\(account):root", account: account)
  }
}

/// A value that only the Loop touches, in a place that must be Sendable.
///
/// `@unchecked Sendable`: the box may be carried anywhere, `value` is read and written on the Loop alone, which is what
/// every user of it promises.
package struct LoopOnly<T>: @unchecked Sendable {
  package var value: T
  package init(_ value: T) { self.value = value }
}
