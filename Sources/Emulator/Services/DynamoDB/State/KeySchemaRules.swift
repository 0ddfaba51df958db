import Protocols

/// What DynamoDB demands of key schemas and attribute definitions, in its order and its words.
enum KeySchemaRules {
  typealias Schema = [Values<KeySchemaElement>]
  typealias Definitions = [Values<AttributeDefinition>]

  static func names(_ schema: Schema) -> [String] { schema.map { $0[KeySchemaElement.attributeName] } }
  static func names(_ definitions: Definitions) -> [String] {
    definitions.map { $0[AttributeDefinition.attributeName] }
  }

  private static func list(_ names: [String]) -> String { "[" + names.joined(separator: ", ") + "]" }

  static func checkUnique(_ definitions: Definitions) throws(AWSError) {
    let defined = names(definitions)
    for (place, name) in defined.enumerated() where defined[..<place].contains(name) {
      throw AWSError.validation("Attribute Name is duplicated: \(name)")
    }
  }

  /// Of a table or a local index: a partition key, and one sort key at most.
  static func check(simple schema: Schema, _ definitions: Definitions) throws(AWSError) {
    let types = schema.map { $0[KeySchemaElement.keyType] }
    if schema.count > 2 {
      let shown = zip(names(schema), types).map { "KeySchemaElement(attributeName=\($0), keyType=\($1))" }
      throw AWSError.validationDetected(
        "Value '\(list(shown))' at 'keySchema' failed to satisfy constraint: Member must have length less than or "
          + "equal to 2")
    }
    try checkDefined(schema, definitions)
    if schema.count == 2 && names(schema)[0] == names(schema)[1] {
      throw AWSError.validation("Both the Hash Key and the Range Key element in the KeySchema have the same name")
    }
    if types[0] != "HASH" {
      throw AWSError.validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    }
    if types.count == 2 && types[1] != "RANGE" {
      throw AWSError.validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
    }
  }

  /// Of a global index: up to four partition attributes, then up to four sort attributes.
  static func check(global schema: Schema, _ definitions: Definitions) throws(AWSError) {
    try checkDefined(schema, definitions)
    let types = schema.map { $0[KeySchemaElement.keyType] }
    let names = names(schema)
    if schema.count == 2 && names[0] == names[1] && types[0] != types[1] {
      throw AWSError.validation("Both the Hash Key and the Range Key element in the KeySchema have the same name")
    }
    if Set(names).count != names.count {
      throw AWSError.validation("The KeySchema contains multiple key attributes with the same name")
    }
    if types[0] != "HASH" {
      throw AWSError.validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    }
    if let range = types.firstIndex(of: "RANGE"), types[range...].contains("HASH") {
      throw AWSError.parameters("All HASH key attributes must precede RANGE key attributes in the KeySchema")
    }
    for type in ["HASH", "RANGE"] where types.count(where: { $0 == type }) > 4 {
      throw AWSError.parameters("The KeySchema exceeds the maximum allowed number of \(type) key attributes")
    }
  }

  private static func checkDefined(_ schema: Schema, _ definitions: Definitions) throws(AWSError) {
    let defined = names(definitions)
    if schema.count > defined.count {
      throw AWSError.validation("Invalid KeySchema: Some index key attribute have no definition")
    }
    if names(schema).contains(where: { !defined.contains($0) }) {
      throw AWSError.parameters(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: \(list(names(schema))), "
          + "AttributeDefinitions: \(list(defined))")
    }
  }

  /// Every definition must be of a key: of the table's alone, or of one of its indexes'.
  static func checkAllUsed(_ table: Schema, _ indexes: [Schema], _ definitions: Definitions) throws(AWSError) {
    let defined = names(definitions)
    if indexes.isEmpty {
      if defined.count != table.count {
        throw AWSError.parameters(
          "Number of attributes in KeySchema does not exactly match number of attributes defined in "
            + "AttributeDefinitions")
      }
      return
    }
    var used: [String] = []
    for name in ([table] + indexes).flatMap(names) where !used.contains(name) { used.append(name) }
    if defined.contains(where: { !used.contains($0) }) {
      throw AWSError.parameters(
        "Some AttributeDefinitions are not used. AttributeDefinitions: \(list(defined)), keys used: \(list(used))")
    }
  }
}
