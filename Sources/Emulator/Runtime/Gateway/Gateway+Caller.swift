import Glibc
import Protocols

/// Who asks, from where, until when.
extension Gateway {
  /// Whether the request came by a presigned address whose time is over, of Signature V4 or of the older V2 (`Expires`, a
  /// moment in epoch seconds), which boto3 still makes for S3 unless told otherwise.
  func hasExpired(_ head: HTTPRequestHead) -> Bool {
    guard !head.query.isEmpty, !head.fields.has(.authorization) else { return false }
    let fields = (try? Form.parse(head.query)) ?? []
    if fields.contains(where: { $0.name == "AWSAccessKeyId" }) {
      guard let text = fields.first(where: { $0.name == "Expires" })?.value, let expires = Int64(text) else {
        return false
      }
      return clock.now.seconds > expires
    }
    guard let signature = try? SignatureV4(head), case .query = signature.place else { return false }
    do throws(SignatureError) {
      try signature.checkTime(clock.now)
      return false
    } catch {
      return true
    }
  }

  /// A key that IAM or STS gave out is its owner's; a key of 12 digits is the account's root, any other the default one's.
  private func caller(ofKey key: String) -> Caller {
    // Keys that AWS gives out begin with A; those of accounts are never asked for in the store.
    if key.utf8.first == UInt8(ascii: "A"), let known = callerOfKey?(key) { return known }
    if let root = roots[key] { return root }
    let account = CredentialScope.isAccount(key) ? key : configuration.account
    let root = Caller(accessKey: key, arn: "arn:aws:iam::\(account):root", account: account)
    // Keys come from clients: whatever they send, the table stays small.
    if roots.count >= 1000 { roots.removeAll() }
    roots[key] = root
    return root
  }

  /// Who asks, by a signature that stands.
  func authenticate(
    _ authentication: Authentication, _ target: Registry.Target, _ exchange: Exchange
  ) throws(AWSError) {
    let (caller, body) = try authentication.admit(
      exchange.head, target.service, operation: target.entry.name, now: exchange.context.now)
    exchange.context.caller = caller ?? .anonymous
    exchange.context.account = exchange.context.caller.account
    exchange.context.signedBody = body
    exchange.context.sourceAddress = exchange.sourceAddress
    exchange.context.isSecure = exchange.isSecure
  }

  /// Everything an operation may know of the request beside its input.
  func context(for exchange: Exchange) -> RequestContext {
    // Clients send the same credential again and again.
    let fields = exchange.head.fields
    if let last, fields.withValue(of: .authorization, { last.isOf($0) }) {
      return RequestContext(
        account: last.caller.account, region: last.region, caller: last.caller, now: clock.now, id: exchange.id,
        head: exchange.head, endpoint: configuration.endpoint)
    }
    let scope = CredentialScope(exchange.head)
    let caller = caller(ofKey: scope?.accessKey ?? "")
    let region = scope?.region ?? CredentialScope.region(ofHost: exchange.head.fields[.host]) ?? configuration.region
    let context = RequestContext(
      account: caller.account, region: region.isEmpty ? configuration.region : region, caller: caller, now: clock.now,
      id: exchange.id, head: exchange.head, endpoint: configuration.endpoint)
    if let one = fields.withValue(of: .authorization, { LastCredential($0, context.region, caller) }) { last = one }
    return context
  }
}

/// The credential of the last request and what it meant. Only of keys that are an account or stand for the default one: what
/// IAM and STS gave out may end at any time.
final class LastCredential {
  private let text: [UInt8]
  let region: String
  let caller: Caller

  init?(_ authorization: UnsafeRawBufferPointer?, _ region: String, _ caller: Caller) {
    guard let authorization, caller.accessKey.utf8.first != UInt8(ascii: "A"),
      let (start, end) = CredentialScope.place(
        in: authorization.assumingMemoryBound(to: UInt8.self), after: "Credential=")
    else { return nil }
    // With the comma behind it: else a longer credential would be taken for this one.
    guard start == LastCredential.start, end < authorization.count else { return nil }
    text = Array(authorization[start...end])
    self.region = region
    self.caller = caller
  }

  /// `AWS4-HMAC-SHA256 Credential=`.
  private static let start = 28

  func isOf(_ authorization: UnsafeRawBufferPointer?) -> Bool {
    guard let authorization, authorization.count >= LastCredential.start + text.count else { return false }
    guard let base = authorization.baseAddress else { return false }
    return text.withUnsafeBytes {
      $0.baseAddress.map { memcmp(base + LastCredential.start, $0, text.count) == 0 } ?? false
    }
  }
}
