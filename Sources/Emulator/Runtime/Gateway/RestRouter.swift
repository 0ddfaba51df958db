import Protocols

/// Finds the operation of a REST request by method, path, query and fields, as the bindings of the models say. The most
/// particular binding is tried first: one that asks for query parameters or fields before one that does not, a fixed
/// path before one of labels.
struct RestRouter {
  struct Match {
    var operation: String
    /// Still percent-encoded.
    var labels: [(name: String, value: String)]
  }

  private enum Segment {
    case fixed([UInt8])
    case label(String)
    /// The rest of the path, slashes included.
    case greedy(String)
  }

  private struct Route {
    var operation: String
    var method: String
    var segments: [Segment]
    /// Parameters with a value that must be equal; an empty value asks for the key alone.
    var query: [(key: String, value: String)]
    var queryKeys: [String]
    var header: String?
    var asksForQuery: Bool { !query.isEmpty || !queryKeys.isEmpty }

    var weight: Int {
      var weight = query.count * 100 + queryKeys.count * 100 + (header == nil ? 0 : 50)
      for segment in segments {
        switch segment {
        case .fixed: weight += 3
        case .label: weight += 2
        case .greedy: weight += 1
        }
      }
      return weight
    }
  }

  private var byMethod: [String: [Route]] = [:]
  var isEmpty: Bool { byMethod.isEmpty }

  init(_ operations: [OperationEntry], _ unbuilt: [UnbuiltOperation]) {
    var routes: [Route] = []
    for operation in operations { if let http = operation.http { routes.append(Self.route(operation.name, http)) } }
    for operation in unbuilt { if let http = operation.http { routes.append(Self.route(operation.name, http)) } }
    for route in routes { byMethod[route.method, default: []].append(route) }
    for method in byMethod.keys { byMethod[method]!.sort { $0.weight > $1.weight } }
  }

  private static func route(_ name: String, _ http: HTTPBinding) -> Route {
    let parts = http.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var segments: [Segment] = []
    for piece in parts[0].split(separator: "/", omittingEmptySubsequences: true) {
      if piece.hasPrefix("{"), piece.hasSuffix("+}") {
        segments.append(.greedy(String(piece.dropFirst().dropLast(2))))
      } else if piece.hasPrefix("{") {
        segments.append(.label(String(piece.dropFirst().dropLast())))
      } else {
        segments.append(.fixed(Array(piece.utf8)))
      }
    }
    var query: [(key: String, value: String)] = []
    if parts.count > 1 {
      for pair in parts[1].split(separator: "&") {
        let sides = pair.split(separator: "=", maxSplits: 1)
        // `x-id` is a hint of newer models that older clients do not send.
        if sides[0] == "x-id" { continue }
        query.append((String(sides[0]), sides.count > 1 ? String(sides[1]) : ""))
      }
    }
    return Route(
      operation: name, method: http.method, segments: segments, query: query, queryKeys: http.queryKeys,
      header: http.header)
  }

  func match(_ head: HTTPRequestHead, path: String) -> Match? {
    guard let routes = byMethod[head.method] else { return nil }
    let fields = head.query.isEmpty ? [] : (try? Form.parse(head.query)) ?? []
    let pieces = Pieces(path)
    for route in routes {
      // What costs least first: most routes ask for a parameter that is not there, or for another number of pieces.
      if route.asksForQuery {
        if fields.isEmpty { continue }
        let hasQuery = route.query.allSatisfy { wanted in
          fields.contains { $0.name == wanted.key && (wanted.value.isEmpty || $0.value == wanted.value) }
        }
        guard hasQuery, route.queryKeys.allSatisfy({ key in fields.contains { $0.name == key } }) else { continue }
      }
      guard pieces.fit(route.segments) else { continue }
      if let header = route.header, head.fields[header] == nil { continue }
      return Match(operation: route.operation, labels: pieces.labels(route.segments))
    }
    return nil
  }

  /// A path cut at its slashes. A trailing slash is no piece of its own, unless a greedy label takes it.
  private struct Pieces {
    private let path: [UInt8]
    /// Where each piece begins, behind its slash; the last entry is one past the end.
    private var starts: [Int] = []
    private let isAbsolute: Bool

    init(_ text: String) {
      path = Array(text.utf8)
      isAbsolute = path.first == UInt8(ascii: "/")
      starts.reserveCapacity(8)
      for index in 0..<path.count where path[index] == UInt8(ascii: "/") { starts.append(index + 1) }
      starts.append(path.count + 1)
    }

    private func piece(_ index: Int) -> Range<Int> { starts[index]..<starts[index + 1] - 1 }

    func fit(_ segments: [Segment]) -> Bool {
      guard isAbsolute else { return false }
      let count = starts.count - 1
      for (index, segment) in segments.enumerated() {
        guard index < count else { return false }
        switch segment {
        case .greedy: return starts[index] < path.count
        case .fixed(let text):
          guard path[piece(index)].elementsEqual(text) else { return false }
        case .label: if piece(index).isEmpty { return false }
        }
      }
      // Nothing is left, or a slash alone.
      return segments.count == count || (segments.count + 1 == count && piece(segments.count).isEmpty)
    }

    func labels(_ segments: [Segment]) -> [(name: String, value: String)] {
      var labels: [(name: String, value: String)] = []
      for (index, segment) in segments.enumerated() {
        switch segment {
        case .fixed: continue
        case .label(let name): labels.append((name, String(decoding: path[piece(index)], as: UTF8.self)))
        case .greedy(let name): labels.append((name, String(decoding: path[starts[index]...], as: UTF8.self)))
        }
      }
      return labels
    }
  }
}
