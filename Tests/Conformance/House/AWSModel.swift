import Foundation
import Protocols

/// A service's published model, as botocore brings it: the wire contract that the hand-typed shapes are held against.
///
/// The folder `botocore/data` is named by CAUCE_BOTOCORE_DATA; `make test` sets it. Without it these tests are skipped.
struct AWSModel {
  let json: JSONValue

  static var folder: String? { ProcessInfo.processInfo.environment["CAUCE_BOTOCORE_DATA"] }

  /// `model` is `kinesis/2013-12-02`.
  init(_ model: String) throws {
    let path = "\(AWSModel.folder ?? "")/\(model)/service-2.json.gz"
    let packed = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    json = try JSONValue.parse(try Inflater.decompress(packed, .gzip, limit: 256 << 20))
  }

  var operations: [String] { (json["operations"]?.object?.members ?? []).map(\.key) }

  func operation(_ name: String) -> JSONValue? { json["operations"]?[name] }

  func shape(_ name: String) -> JSONValue { json["shapes"]?[name] ?? .null }

  func inputShape(of operation: String) -> String? { self.operation(operation)?["input"]?["shape"]?.string }
  func outputShape(of operation: String) -> String? { self.operation(operation)?["output"]?["shape"]?.string }
}
