/// Structures as services keep them in the store: awsJson without a request around it.
extension Structure {
  package var json: [UInt8] {
    var writer = JSONWriter(reserving: 512)
    JSONShapeWriter(usesJSONNames: false).structure(self, to: &writer)
    return writer.bytes
  }

  /// Members that `shape` does not have are passed over, so a structure may be read as another that shares its members.
  package init(json: [UInt8], _ shape: Shape) throws(AWSError) {
    self = try json.withBytes { (bytes: UnsafeRawBufferPointer) throws(AWSError) -> Structure in
      var reader = JSONReader(bytes)
      return try JSONShapeReader(usesJSONNames: false).structure(shape, &reader)
    }
  }
}
