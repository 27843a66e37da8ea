# Every value inside mkIf, mkMerge, mkOrder and mkOverride, with its priority: a function of priority and value.
let
  discharge =
    priority: value:
    let
      kind = value._type or null;
    in
    if !builtins.isAttrs value || kind == null then
      [ { inherit priority value; } ]
    else if kind == "if" then
      if value.condition then discharge priority value.content else [ ]
    else if kind == "merge" then
      builtins.concatMap (discharge priority) value.contents
    else if kind == "order" then
      discharge priority value.content
    else if kind == "override" then
      discharge value.priority value.content
    else
      [ { inherit priority value; } ];
in
discharge
