import Protocols

// What a bucket is as a website.

enum WebsiteConfiguration: StructureShape {
  static let errorDocument = Member<Values<ErrorDocument>>("ErrorDocument")
  static let indexDocument = Member<Values<IndexDocument>>("IndexDocument")
  static let redirectAllRequestsTo = Member<Values<RedirectAllRequestsTo>>("RedirectAllRequestsTo")
  static let routingRules = Member<[Values<RoutingRule>]>("RoutingRules", .each([.xmlName("RoutingRule")]))
  static let shape = structure(
    "WebsiteConfiguration", errorDocument, indexDocument, redirectAllRequestsTo, routingRules)
}

enum ErrorDocument: StructureShape {
  static let key = Required<String>("Key", .atLeast(1))
  static let shape = structure("ErrorDocument", key)
}

enum IndexDocument: StructureShape {
  static let suffix = Required<String>("Suffix")
  static let shape = structure("IndexDocument", suffix)
}

enum RedirectAllRequestsTo: StructureShape {
  static let hostName = Required<String>("HostName")
  static let `protocol` = Member<String>("Protocol")
  static let shape = structure("RedirectAllRequestsTo", hostName, `protocol`)
}

enum RoutingRule: StructureShape {
  static let condition = Member<Values<RoutingCondition>>("Condition")
  static let redirect = Required<Values<RoutingRedirect>>("Redirect")
  static let shape = structure("RoutingRule", condition, redirect)
}

enum RoutingCondition: StructureShape {
  static let httpErrorCodeReturnedEquals = Member<String>("HttpErrorCodeReturnedEquals")
  static let keyPrefixEquals = Member<String>("KeyPrefixEquals")
  static let shape = structure("Condition", httpErrorCodeReturnedEquals, keyPrefixEquals)
}

enum RoutingRedirect: StructureShape {
  static let hostName = Member<String>("HostName")
  static let httpRedirectCode = Member<String>("HttpRedirectCode")
  static let `protocol` = Member<String>("Protocol")
  static let replaceKeyPrefixWith = Member<String>("ReplaceKeyPrefixWith")
  static let replaceKeyWith = Member<String>("ReplaceKeyWith")
  static let shape = structure("Redirect", hostName, httpRedirectCode, `protocol`, replaceKeyPrefixWith, replaceKeyWith)
}
