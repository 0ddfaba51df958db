import Protocols

/// One of the objects that the form generates.
struct Product: Sendable {
  /// Unique.
  let id: String
  /// The time of creation, ISO 8601.
  let registered: String
  let name: String

  /// What goes into the stream.
  var json: JSONValue {
    ["id_producto": .string(id), "fecha_reg": .string(registered), "producto": .string(name)]
  }

  static let names = ["teclado", "mouse", "monitor", "notebook", "impresora", "parlantes"]

  static func random(of names: [String]) -> Product {
    Product(
      id: identifier(), registered: MachineClock.now.iso8601(.milliseconds), name: names.randomElement() ?? names[0])
  }

  /// A UUID of version 4.
  private static func identifier() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
    bytes[6] = bytes[6] & 15 | 64
    bytes[8] = bytes[8] & 63 | 128
    let digits = Array(Hex.encode(bytes))
    let cuts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return cuts.map { String(digits[$0]) }.joined(separator: "-")
  }
}
