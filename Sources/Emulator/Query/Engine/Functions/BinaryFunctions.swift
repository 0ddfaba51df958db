import Protocols

enum BinaryFunctions {
  static let all: [ScalarFunction] = [
    ScalarFunction("to_utf8", [.varchar], .varbinary) { (values) throws(QueryFailure) -> Datum in values[0] },
    ScalarFunction("from_utf8", [.varbinary], .varchar(nil)) { (values) throws(QueryFailure) -> Datum in
      .text(values[0].textValue)
    },
    ScalarFunction("to_hex", [.varbinary], .varchar(nil)) { (values) throws(QueryFailure) -> Datum in
      .text(Hex.encode(values[0].bytesValue).uppercased())
    },
    ScalarFunction("from_hex", [.varchar], .varbinary) { (values) throws(QueryFailure) -> Datum in
      guard let bytes: [UInt8] = Hex.decode(values[0].textValue) else {
        throw .invalidArgument("Invalid hex string: " + values[0].textValue)
      }
      return .bytes(bytes)
    },
    ScalarFunction("to_base64", [.varbinary], .varchar(nil)) { (values) throws(QueryFailure) -> Datum in
      .text(Base64.encode(values[0].bytesValue))
    },
    ScalarFunction("from_base64", [.varchar], .varbinary) { (values) throws(QueryFailure) -> Datum in
      guard let bytes: [UInt8] = Base64.decode(values[0].bytesValue) else {
        throw .invalidArgument("Illegal base64 string")
      }
      return .bytes(bytes)
    },
  ]
}
