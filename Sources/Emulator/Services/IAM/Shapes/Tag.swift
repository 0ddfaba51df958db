import Protocols

/// A tag of a role, a user, a policy or a session.
enum Tag: StructureShape {
  static let key = Required<String>("Key", .length(1...128), IAMTraits.tagKeyPattern)
  static let value = Required<String>("Value", .length(0...256), IAMTraits.tagValuePattern)
  static let shape = structure("Tag", key, value)

  static func list(_ tags: [(name: String, value: String)]) -> [Values<Tag>] {
    tags.map { tag in
      .with {
        $0[key] = tag.name
        $0[value] = tag.value
      }
    }
  }
}
