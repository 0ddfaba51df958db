package import Protocols

/// What a publisher sends beside the message, under a name.
package enum MessageAttributeValue: StructureShape {
  package static let dataType = Required<String>("DataType")
  package static let stringValue = Member<String>("StringValue")
  package static let binaryValue = Member<Blob>("BinaryValue")
  package static let shape = structure("MessageAttributeValue", dataType, stringValue, binaryValue)
}
