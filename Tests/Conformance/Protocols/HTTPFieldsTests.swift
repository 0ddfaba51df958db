import Protocols
import Testing

/// Fields as they came off the wire and fields that were added answer alike.
struct HTTPFieldsTests {
  static let pairs = [
    ("host", "localhost:4566"), ("X-AMZ-Target", "Kinesis_20131202.PutRecord"), ("x-amz-meta-a", "1"),
    ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Meta-A", "2"), ("Empty", ""),
  ]

  static var received: HTTPFields {
    var builder = ReceivedFields.Builder()
    for (name, value) in pairs {
      Array(name.utf8).withUnsafeBytes { name in Array(value.utf8).withUnsafeBytes { builder.append(name, $0) } }
    }
    return HTTPFields(received: builder.take())
  }

  static var added: HTTPFields { HTTPFields(pairs.map { HTTPFields.Field(name: $0.0, value: $0.1) }) }

  @Test(arguments: [received, added]) func findsNamesInAnyCase(fields: HTTPFields) {
    #expect(fields["HOST"] == "localhost:4566")
    #expect(fields["x-amz-meta-A"] == "1")
    #expect(fields["empty"] == "")
    #expect(fields["hos"] == nil)
    #expect(fields.values("x-amz-meta-a") == ["1", "2"])
    #expect(fields.all.map(\.name) == Self.pairs.map(\.0))
  }

  @Test(arguments: [received, added]) func knowsTheKnownOnes(fields: HTTPFields) {
    #expect(fields[.target] == "Kinesis_20131202.PutRecord")
    #expect(fields[.contentType] == "application/x-amz-json-1.1")
    #expect(fields[.origin] == nil)
    #expect(fields.has(.host))
    #expect(!fields.has(.authorization))
    #expect(fields.withValue(of: .target) { $0.map { Array($0) } } == Array("Kinesis_20131202.PutRecord".utf8))
    #expect(fields.withValue(of: .amzDate) { $0 == nil })
  }

  @Test(arguments: [received, added]) func setsAndAdds(fields: HTTPFields) {
    var fields = fields
    fields.add("Origin", "http://localhost")
    #expect(fields[.origin] == "http://localhost")
    #expect(fields["origin"] == "http://localhost")
    fields["X-Amz-Meta-a"] = "3"
    #expect(fields.values("x-amz-meta-a") == ["3"])
    fields["Host"] = nil
    #expect(fields[.host] == nil)
    #expect(fields.all.count == Self.pairs.count - 1)
  }

  @Test(arguments: KnownField.allCases) func recognisesEveryKnownName(known: KnownField) {
    guard known != .other else { return }
    var builder = ReceivedFields.Builder()
    Array(known.name.uppercased().utf8).withUnsafeBytes { name in
      Array("value".utf8).withUnsafeBytes { builder.append(name, $0) }
    }
    #expect(HTTPFields(received: builder.take())[known] == "value")
  }
}
