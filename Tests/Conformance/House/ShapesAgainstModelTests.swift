import Protocols
import Runtime
import Testing

/// Every built operation's input and output, member by member, against the published model; and every operation of the
/// model in its service's list, built or by name.
@Suite(.enabled(if: AWSModel.folder != nil, "CAUCE_BOTOCORE_DATA names no folder of models"))
struct ShapesAgainstModelTests {
  @Test func everyOperationOfTheModelIsListed() throws {
    for service in try HouseRooms.make() {
      let type = Swift.type(of: service)
      let model = try AWSModel(type.description.model)
      let built = Set(service.operations.map(\.name))
      let unbuilt = Set(type.unbuilt.map(\.name))
      #expect(built.isDisjoint(with: unbuilt), "\(type.description.name): built and unbuilt")
      let known = built.union(unbuilt)
      let published = Set(model.operations)
      #expect(known.subtracting(published).isEmpty, "\(type.description.name) has what the model lacks")
      #expect(published.subtracting(known).isEmpty, "\(type.description.name) lacks what the model has")
    }
  }

  @Test func inputsHaveTheModelsMembers() throws {
    var problems: [String] = []
    for service in try HouseRooms.make() {
      let description = Swift.type(of: service).description
      let model = try AWSModel(description.model)
      for operation in service.operations {
        var comparison = Comparison(model, "\(description.name) \(operation.name)", isInput: true)
        if let name = model.inputShape(of: operation.name) {
          comparison.structure(operation.input, name, path: "")
        } else if !operation.input.members.isEmpty {
          comparison.problems.append("\(operation.name) takes no input")
        }
        problems += comparison.problems
      }
    }
    let report = problems.joined(separator: "\n")
    #expect(problems.isEmpty, "\(report)")
  }

  @Test func outputsAreOfTheModel() throws {
    var problems: [String] = []
    for service in try HouseRooms.make() {
      let description = Swift.type(of: service).description
      let model = try AWSModel(description.model)
      for operation in service.operations {
        var comparison = Comparison(model, "\(description.name) \(operation.name)", isInput: false)
        if let name = model.outputShape(of: operation.name) {
          comparison.structure(operation.output, name, path: "")
        }
        problems += comparison.problems
      }
    }
    let report = problems.joined(separator: "\n")
    #expect(problems.isEmpty, "\(report)")
  }
}

/// One shape of ours beside the model's.
private struct Comparison {
  let model: AWSModel
  let operation: String
  /// Inputs must have every member of the model, with its bounds; outputs may leave members out.
  let isInput: Bool
  var problems: [String] = []
  private var seen: Set<String> = []

  init(_ model: AWSModel, _ operation: String, isInput: Bool) {
    self.model = model
    self.operation = operation
    self.isInput = isInput
  }

  mutating func structure(_ ours: Shape, _ name: String, path: String) {
    guard seen.insert(name).inserted else { return }
    let theirs = model.shape(name)
    let members = theirs["members"]?.object?.members ?? []
    let required = Set((theirs["required"]?.array ?? []).compactMap(\.string))
    for member in members {
      guard let own = ours.member(named: member.key) else {
        if isInput { problems.append("\(operation): \(path)\(member.key) is not stated") }
        continue
      }
      if isInput, own.isRequired != required.contains(member.key) {
        problems.append("\(operation): \(path)\(member.key) required: \(own.isRequired) here")
      }
      location(own, member.value, path + member.key)
      // A member that is refused as a whole is stated without its inside: an empty structure.
      if isInput, own.accepted != nil || own.isStatedAsRefused { continue }
      if let target = member.value["shape"]?.string { value(own.target.shape, target, path: path + member.key) }
    }
    for own in ours.members where !own.isBeyondModel && !members.contains(where: { $0.key == own.name }) {
      problems.append("\(operation): \(path)\(own.name) is not in the model")
    }
  }

  private mutating func location(_ own: AnyMember, _ member: JSONValue, _ path: String) {
    let name = member["locationName"]?.string
    let wanted: Location
    switch member["location"]?.string {
    case "header": wanted = .header(name ?? "")
    case "headers": wanted = .prefixHeaders(name ?? "")
    case "querystring": wanted = .query(name ?? "")
    case "uri": wanted = .label
    case "statusCode": wanted = .statusCode
    default: return
    }
    var isSame = own.location == wanted
    if case .header(let ours) = own.location, case .header(let theirs) = wanted {
      isSame = HTTPFields.sameName(ours, theirs)
    }
    if case .prefixHeaders(let ours) = own.location, case .prefixHeaders(let theirs) = wanted {
      isSame = HTTPFields.sameName(ours, theirs)
    }
    if !isSame { problems.append("\(operation): \(path) travels as \(own.location), the model says \(wanted)") }
  }

  private mutating func value(_ ours: Shape, _ name: String, path: String) {
    let theirs = model.shape(name)
    let type = theirs["type"]?.string ?? ""
    if isInput { bounds(ours, theirs, type, path) }
    switch (ours.kind, type) {
    case (.custom, _): return
    case (.structure, "structure"), (.union, "structure"): structure(ours, name, path: path + ".")
    case (.list(let element), "list"):
      if let inner = theirs["member"]?["shape"]?.string { value(element.shape, inner, path: path + "[]") }
    case (.map(_, let mapped), "map"):
      if let inner = theirs["value"]?["shape"]?.string { value(mapped.shape, inner, path: path + "{}") }
    case (.string, "string"), (.boolean, "boolean"), (.integer, "integer"), (.long, "long"), (.double, "double"),
      (.float, "float"), (.blob, "blob"), (.timestamp, "timestamp"):
      return
    case (.document, _): return
    default: problems.append("\(operation): \(path) is \(ours.kind), the model says \(type)")
    }
  }

  private mutating func bounds(_ ours: Shape, _ theirs: JSONValue, _ type: String, _ path: String) {
    let least = theirs["min"]?.int
    let most = theirs["max"]?.int
    let isNumber = type == "integer" || type == "long"
    let own: (Int?, Int?)
    if isNumber {
      own = (
        ours.constraints.range.map { Int($0.lowerBound) },
        ours.constraints.range.flatMap { $0.upperBound == .max ? nil : Int($0.upperBound) }
      )
    } else {
      own = (
        ours.constraints.length?.lowerBound,
        ours.constraints.length.flatMap { $0.upperBound == .max ? nil : $0.upperBound }
      )
    }
    // No bound and a bound of 0 say the same of a length.
    if own.0 ?? 0 != least ?? 0 || own.1 != most {
      problems.append(
        "\(operation): \(path) bounds \(own.0.map(String.init) ?? "-")…\(own.1.map(String.init) ?? "-"), the model says "
          + "\(least.map(String.init) ?? "-")…\(most.map(String.init) ?? "-")")
    }
    if let values = theirs["enum"]?.array?.compactMap(\.string), !ours.constraints.values.isEmpty,
      Set(values) != Set(ours.constraints.values)
    {
      problems.append("\(operation): \(path) enum values differ")
    }
  }
}

extension AnyMember {
  /// A structure without members: whatever is in it, the operation refuses it by the member's name.
  fileprivate var isStatedAsRefused: Bool {
    if case .structure = target.shape.kind { return target.shape.members.isEmpty }
    return false
  }
}
