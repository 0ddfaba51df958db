import Protocols

/// The trace header that an invocation carries, `Root=…;Parent=…;Sampled=0;Lineage=1:<8 hex>:0`. A function's SDK sends it
/// along, and so its Lineage tells how often a function has come to call itself
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html).
struct TraceHeader {
  var text: String
  /// How often the function is in the chain, this invocation included.
  var count: Int

  /// Invocations of a function in one chain; the next one is stopped where the function's recursion is not allowed.
  static let limit = 16

  /// `incoming` is what the caller sent, where it sent one; `fresh` is a new header without a Lineage.
  init(incoming: String?, of function: LambdaFunction.Key, fresh: String) {
    let hash = String(Hex.encode(SHA256.hash(function.arn)).prefix(8))
    var root = fresh
    var chain: [String] = []
    for part in (incoming ?? "").split(separator: ";") {
      if part.utf8.starts(with: "Lineage=".utf8) {
        chain = part.dropFirst("Lineage=".count).split(separator: "|").map(String.init)
      } else if part.utf8.starts(with: "Root=".utf8), part.utf8.count < 100 {
        let rest = fresh.split(separator: ";").dropFirst()
        root = ([part] + rest).joined(separator: ";")
      }
    }
    count = 1
    if let place = chain.firstIndex(where: { $0.split(separator: ":").dropFirst().first == hash[...] }) {
      count = (Int(chain[place].split(separator: ":").first ?? "") ?? 0) + 1
      chain[place] = "\(count):\(hash):\(count - 1)"
    } else {
      chain.append("1:\(hash):0")
    }
    // A header that a caller made up stays small.
    text = root + ";Lineage=" + chain.suffix(8).joined(separator: "|")
  }

  /// As the caller is told of it: `root=…;parent=…;sampled=0` (recorded from AWS).
  static func told(_ header: String) -> String {
    let parts = header.split(separator: ";").compactMap { part -> String? in
      guard let equals = part.firstIndex(of: "="), ["Root", "Parent", "Sampled"].contains(part[..<equals]) else {
        return nil
      }
      return part[..<equals].lowercased() + part[equals...]
    }
    return parts.joined(separator: ";")
  }

  /// Throws RecursiveInvocationException where the chain is too long.
  func check(_ function: LambdaFunction.Key, _ service: LambdaService) throws(AWSError) {
    guard count > TraceHeader.limit else { return }
    let kept = try service.store.documents.values(
      .recursionConfig, function, as: GetFunctionRecursionConfig.Output.self)
    if kept?[GetFunctionRecursionConfig.Output.recursiveLoop] == "Allow" { return }
    throw AWSError.recursive()
  }
}
