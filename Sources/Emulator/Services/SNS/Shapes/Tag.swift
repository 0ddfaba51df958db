import Protocols

/// A tag of a topic.
enum Tag: StructureShape {
  static let key = Required<String>("Key", .length(1...128))
  static let value = Required<String>("Value", .length(0...256))
  static let shape = structure("Tag", key, value)
}
