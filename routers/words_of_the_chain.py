"""Sentences of faults in the chain, from the bag to the hands that receive it, in Chinese and English."""

CHAIN: dict[str, tuple[str, str]] = {
    # stock
    "short": (
        "批次 {lot} 在这里只有 {have_pieces} 件、{have_grams} 克可用, 不够 {pieces} 件、{grams} 克",
        "Of lot {lot} {have_pieces} pieces and {have_grams} g are free here, not {pieces} and {grams} g",
    ),
    "promised": (
        "批次 {lot} 只有 {have_pieces} 件、{have_grams} 克可用, 其余已预留给: {documents}",
        "Of lot {lot} {have_pieces} pieces and {have_grams} g are free; the rest is for {documents}",
    ),
    "claimed_less": ("批次 {lot} 预留的没有这么多", "Fewer of lot {lot} are reserved here"),
    "unknown_lot": ("没有编号为 {value} 的批次", "There is no lot {value}"),
    "lot_not_here": ("批次 {value} 从未到过这里", "Lot {value} never was here"),
    "in_closed_bag": (
        "批次 {lot} 还在没拆的袋 {bag} 里, 先分拣这一袋",
        "Lot {lot} is still in the closed bag {bag}; sort that bag first",
    ),
    "expired": ("{lot} 已于 {day} 过期", "{lot} is past its date of {day}"),
    "unknown_place": ("没有编号为 {value} 的库房", "There is no store with code {value}"),
    "foreign_place": ("{value} 不在您的范围内", "{value} is not yours"),
    "same_person": ("需要另一个人来做", "This needs another person"),
    "period_closed": (
        "{day} 所在的月份已结账, 数量不能再改; 请登记盘盈或盘亏",
        "The month of {day} is closed, its quantities stand; record an adjustment instead",
    ),
    "month_form": ("月份应写作 2026-10", "A month is written 2026-10"),
    "month_not_over": ("{value} 还没有结束", "{value} is not over yet"),
    "month_not_next": ("应先结 {value}", "{value} is the next month to close"),
    # bags and runs
    "unknown_label": ("没有印过标签 {value}", "Label {value} was never printed"),
    "label_used": (
        "标签 {value} 已用过, 标签不能重复使用",
        "Label {value} has been used; a label is never used twice",
    ),
    "label_retired": ("标签 {value} 已作废: {reason}", "Label {value} was retired: {reason}"),
    "not_at_point": (
        "接收点 {point} 没有捐赠记录 {value}",
        "There is no intake {value} at point {point}",
    ),
    "in_another_bag": ("{value} 已装在另一袋里", "{value} is in another bag already"),
    "nothing_in_bag": ("袋里没有任何捐赠记录", "There is no intake for this bag"),
    "unknown_bag": ("没有封过标签为 {value} 的袋", "No bag was sealed with label {value}"),
    "bag_not_sealed": (
        "没有封过标签为 {value} 的袋; 没登记的请写在 unannounced 里",
        "No bag was sealed with label {value}; list it under unannounced",
    ),
    "bag_collected": ("袋 {value} 已被取走", "Bag {value} was collected already"),
    "bag_here_already": ("袋 {value} 已经签收过", "Bag {value} has been received already"),
    "bag_opened": ("袋 {value} 已经拆开", "Bag {value} was opened already"),
    "bag_not_here": ("袋 {value} 还没有在本站签收", "Bag {value} has not been received at this station"),
    "run_finished": ("这趟清运已经结束", "This run is finished"),
    "stop_twice": ("接收点 {value} 写了两次", "Point {value} is listed twice"),
    "no_vehicle": ("{value} 还没有车辆", "{value} has no vehicle yet"),
    "unknown_vehicle": ("没有编号为 {value} 的车辆", "There is no vehicle with code {value}"),
    "vehicle_elsewhere": ("车辆 {value} 不属于该站", "Vehicle {value} does not belong to this station"),
    "code_of_another": ("{value} 是另一个地点的编号", "{value} is the code of another place"),
    "witness_needed": (
        "大额或单位捐赠需要两人清点 (第二人填在 witness): {labels}",
        "Large and organisational gifts take two named people; name the second as witness: {labels}",
    ),
    # sorting
    "already_sorted": (
        "物资已分拣, 请改分拣记录或登记盘盈盘亏",
        "The goods were sorted already; correct the run, or record an adjustment",
    ),
    "grams_do_not_balance": (
        "重量不平: 进 {grams_in} 克, 出 {grams_out} 克, 损耗 {loss} 克, 差 {difference} 克",
        "The grams do not add up: {grams_in} in, {grams_out} out, {loss} lost, {difference} unexplained",
    ),
    "heavier_than_input": (
        "比放进去的多 {grams} 克",
        "That is {grams} g more than went in",
    ),
    "loss_reason_needed": ("损耗 {grams} 克需要原因", "A loss of {grams} g needs its reason"),
    "mixed_earmarks": (
        "定向用途不同的物资不能混在一起分拣: {earmarks}",
        "Gifts with different earmarks are sorted in runs of their own: {earmarks}",
    ),
    "sorting_finished": ("这次分拣已经结束", "This run is finished"),
    "not_of_this_run": ("{value} 不是这次分拣的产出", "{value} did not come out of this run"),
    "pieces_needed": ("可用物资要点件数", "Goods that can be given are counted in pieces"),
    "never_given": (
        "{value} 不发放, 等级只能是 RECYCLE 或 WASTE",
        "{value} is never given; its grade is RECYCLE or WASTE",
    ),
    "expiry_needed": ("{value} 需要保质期", "{value} needs its expiry date"),
    # counts, holds, disposals
    "moved_since": (
        "批次 {lot} 在清点后有进出, 请重新清点",
        "Lot {lot} moved after it was counted; count it again",
    ),
    "nothing_counted": ("还没有清点任何批次", "Nothing has been counted yet"),
    "count_ended": ("这次盘点已结束 ({status})", "This count has ended ({status})"),
    "released_already": ("已经解除隔离", "These goods were released already"),
    "decided_already": ("已有决定 ({status})", "This has been decided already ({status})"),
    "sale_needs_buyer": ("变卖需要写明买方和价格", "A sale needs its buyer and its price"),
    # relief
    "unknown_recipient": ("没有编号为 {value} 的受助方", "There is no recipient with code {value}"),
    "recipient_closed": ("受助方 {value} 已停用", "Recipient {value} is closed"),
    "recipient_known": ("已登记为受助方 {value}", "This is recipient {value} already"),
    "kind_changed": ("已登记为另一类受助方 ({value})", "It is registered as another kind ({value})"),
    "credit_code": (
        "统一社会信用代码 {value} 校验不对",
        "{value} is not a right credit code: its check character does not fit",
    ),
    "unknown_division": ("没有代码为 {value} 的行政区划", "There is no division with code {value}"),
    "unknown_need": ("没有编号为 {value} 的需求", "There is no need {value}"),
    "need_closed": ("这项需求已关闭", "This need is closed"),
    "need_fulfilled": (
        "这项需求只差 {left} 件, 不需要 {pieces} 件",
        "This need asks for {left} pieces more, not for {pieces}",
    ),
    "not_asked_for": ("批次 {lot} 不是所需的物资", "Lot {lot} is not what was asked for"),
    "grade_not_given": ("批次 {lot} 的等级 {grade} 不发放", "Lot {lot} of grade {grade} is not given"),
    "earmarked": (
        "批次 {lot} 指定用于「{earmark}」; 改变用途须有捐赠人同意的记录",
        'Lot {lot} is earmarked for "{earmark}"; another use needs the donor\'s recorded consent',
    ),
    "own_acceptance": (
        "批次 {lot} 是您自己接收的, 分配须由他人经办",
        "You accepted lot {lot} yourself; somebody else must allocate it",
    ),
    "unknown_intake": ("没有捐赠记录 {value}", "There is no intake {value}"),
    "consent_in_future": ("同意的日期不能在将来", "Consent cannot have been given in the future"),
    "allocation_ended": ("这项分配已结束 ({status})", "This allocation has ended ({status})"),
    "other_recipient": ("这项分配是给 {value} 的", "This allocation is for {value}"),
    "say_the_place": (
        "物资在几处, 请写明从哪里发: {places}",
        "The goods lie in several places, say which: {places}",
    ),
    # shipments
    "not_in_shipment": ("批次 {lot} 不在其中", "Lot {lot} is not part of it"),
    "shipment_status": ("现在的状态 ({status}) 不能这样做", "Its status ({status}) does not allow this"),
    "carrier_fixed": ("部分物资已在另一辆车上", "A part of it is under way in another vehicle"),
    "nothing_under_way": ("没有在途的物资 ({status})", "Nothing of it is under way ({status})"),
    "more_than_planned": (
        "批次 {lot} 计划中还剩 {have_pieces} 件、{have_grams} 克",
        "Of lot {lot} {have_pieces} pieces and {have_grams} g are left to send",
    ),
    "more_than_reserved": (
        "批次 {lot} 只预留了 {have_pieces} 件、{have_grams} 克",
        "Of lot {lot} {have_pieces} pieces and {have_grams} g are reserved",
    ),
    "more_than_under_way": (
        "批次 {lot} 在途只有 {have_pieces} 件、{have_grams} 克",
        "Of lot {lot} {have_pieces} pieces and {have_grams} g are under way",
    ),
    "more_than_delivered": (
        "批次 {lot} 发出的只有 {have_pieces} 件、{have_grams} 克",
        "Of lot {lot} {have_pieces} pieces and {have_grams} g were sent",
    ),
}

#: pydantic's error types of the chain's shapes.
CHAIN_VALIDATION: dict[str, tuple[str, str]] = {
    "nothing_collected": ("请扫描袋子, 或写明没收到的原因", "needs bags, or the reason why none"),
    "bag_or_lot": ("请写一个袋或一个批次", "needs either a bag or a lot"),
    "organisation": ("单位需要名称和统一社会信用代码", "an organisation needs its name and credit code"),
    "case": ("救助对象只用编号, 不写姓名", "a case needs its reference, and has no name"),
    "for_somebody": (
        "请写明分配单, 或者受助方、发出地点和物资",
        "needs an allocation, or a recipient, a place and lines",
    ),
    "moment": ("分次发出需要 happened_at 或 id", "a part needs happened_at or an id"),
    "proof": ("签收需要验证码或照片指纹", "needs a code or the hash of a photo"),
}
