/// A shape that reads and writes itself: for values whose general form would cost too much on a hot path (DynamoDB's
/// AttributeValue). Only the JSON protocols carry such shapes.
package protocol CustomShape: Sendable {
  /// AWS's name of the shape.
  var name: String { get }
  /// Takes the next value. Throws what AWS answers to a value that it cannot read.
  func decode(_ reader: inout JSONReader) throws(AWSError) -> Value
  /// `value` is one that `decode` or the service made.
  func encode(_ value: Value, to writer: inout JSONWriter)
}
