import Protocols

// Who pays, and how fast requests travel.

enum RequestPaymentConfiguration: StructureShape {
  static let payer = Required<String>("Payer", .values(["Requester", "BucketOwner"]))
  static let shape = structure("RequestPaymentConfiguration", payer)
}

enum AccelerateConfiguration: StructureShape {
  static let status = Member<String>("Status", .values(["Enabled", "Suspended"]))
  static let shape = structure("AccelerateConfiguration", status)
}
