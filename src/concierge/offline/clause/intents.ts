import { tabled } from './score.ts';

const polite = 'thanked greets likes agrees refuses stops holds it does later';
const register =
  'server servers agent agents tool URL NAME SANDBOX SECRET sandbox HEADER auth credential header label address fresh own it may does bring add bearer open needs own_header add-ed registration call plugged mine';
const nothingNamed = 'SOURCE URL HEADER NAME AGENT TOOL';
const noReply = 'NAME HEADER SANDBOX URL AGENT TOOL stuck why how where SECRET backs cancels';
const loose = 'resume,doubt,sandbox,repair';
const strict = 'base_url,auth_kind,auth_header,credential,name,source,agent';

/**
 * All that a clause may mean, a line each: what it comes to and its marks, the features it needs (`a|b c`: a or b, and
 * c), `+` those it may have beside them, `-` those that rule it out. `acts`: only a request may mean it; `asks`: only a
 * question; `steers`: it is never the answer to an open question; `strange=n`: at most n words may mean nothing here;
 * `in=`: only while that is asked (`none`: nothing is); `bonus=n`: the open question speaks for it.
 */
export const intents = tabled(`
register acts: add|bring server|URL|NAME|tool + ${register} - SOURCE check what
register acts strange=1: add|bring + ${register} - SOURCE AGENT TOOL what why
register acts strange=2 bonus=3: plugs_in + ${register} - SOURCE AGENT TOOL what why how
register acts: own server + ${register} - SOURCE AGENT TOOL what why show health fault check tool remove status wrong inquires exchange
register acts: own add-ed + ${register} - refuses what why show servers

out_of_scope/destructive: remove-ed|drop-ed sandbox|SANDBOX needs + sacred own moments if stuck - SOURCE servers
out_of_scope/destructive: remove|drop|destroys|take_away sacred + all it remove drop destroys take_away - SOURCE servers label header address what
revoke acts: remove|take_away SOURCE + drop access agent all awhile - trouble label header address freely rate_word URL credential AGENT
revoke acts: remove|take_away server|it|all + drop access credential fresh awhile - trouble label header address freely rate_word URL agent AGENT sandbox SANDBOX
revoke acts: remove - trouble label header address freely rate_word sandbox agent SANDBOX AGENT auth URL
revoke acts in=none: drop it + all awhile - cancels URL credential AGENT
revoke acts: drop SOURCE|server + access agent all awhile - URL credential AGENT
revoke acts bonus=-1: closes SOURCE + server
revoke acts: remove|take_away|drop credential SOURCE + all - fresh change URL label header address
rotate acts: remove|take_away|drop credential SOURCE + all - fresh change URL label header address
without_auth acts: remove|take_away|drop credential SOURCE + all - fresh change URL label header address
revoke acts: remove|take_away|drop SOURCE AGENT + does access - URL TOOL all agents
help/tools acts: remove|take_away|drop SOURCE AGENT + does access - URL TOOL all agents
revoke acts: remove|drop pause|put_off SOURCE|server|it + all stops
pause acts: pause|put_off + SOURCE server it all stops awhile - what show URL put_on TOOL
pause acts: remove|take_away|drop awhile SOURCE|server|it + access all - URL credential AGENT
pause acts: remove|drop pause|put_off SOURCE|server|it + all stops
pause acts bonus=-1: closes SOURCE + server
pause acts: stops SOURCE|server + does - what URL
pause acts in=none bonus=3: stops it awhile + does - what URL tool TOOL
resume acts: resume|put_on + SOURCE server it all - what show URL freely
change_tools acts: pause|put_off|remove|drop|take_away|hides TOOL + SOURCE tool does access AGENT agent all needs own - what why URL show
change_tools acts: read_only + SOURCE server it keeps turned change only reveal - what why URL show AGENT
what_changes acts strange=0: change|revised SOURCE + server it
what_changes acts: change|fresh|limit address|auth|rate_word|label|tool SOURCE + server it all header credential limit moved - URL NAME TOOL what why per_minute add add-ed needless bearer own_header open HEADER rotate wrong
test acts strange=0: again_up SOURCE + server it
accept acts: accept|consent|limit revised|tool + SOURCE fresh
cap acts: per_minute|rate_word + limit change SOURCE only it inquires - check
cap acts bonus=2: per_minute + rate_word show limit change SOURCE only it - check
uncapped acts bonus=2: uncapped + SOURCE server it limit rate_word change lets - tool TOOL AGENT agent add what per_minute URL
allow_all acts: limit|remove|drop|resume|lets freely + tool SOURCE all - TOOL
allow_all acts bonus=2: lets freely + tool SOURCE all it show retries reveal inquires wrong limit rate_word - TOOL what
allow_all acts bonus=3: opens + SOURCE it all tool tools retries freely health does lets
allow_all acts: lets all SOURCE + it show retries reveal inquires wrong - TOOL tool what
allow_all acts: freely retries + tool SOURCE all it wrong may does - TOOL what show mine check
restrict acts bonus=1: only TOOL agent|AGENT + show SOURCE may does tool it all - what why limit
restrict acts: limit|only + TOOL tool SOURCE does may it AGENT agent show - what why
rename_unknown acts in=none strange=1: NAME call + does - it label SOURCE URL add bring AGENT server own
rename acts: SOURCE NAME + rename call label change - URL add bring
rename acts: rename + SOURCE server it label undone
rename acts: change|fresh label + SOURCE server it call
rotate acts: rotate|change|exchange|spoilt|wrong credential + SOURCE server it fresh - URL add tool HEADER NAME
rotate acts: rotate + SOURCE server it - URL
move acts: change address URL + server it moved - add bring fresh
move acts in=none bonus=1: moved address|server|it URL + change - add bring fresh SOURCE
move acts: SOURCE URL + moved change address fresh - add bring

scheme acts: SOURCE turned|change bearer|own_header|HEADER|open|auth|needless|refuses + needs auth credential header server it does moved - rotate what why show URL NAME exchange spoilt limit tool agent AGENT only

why: why SOURCE|AGENT|TOOL|missing|fault|check + does may agent tool server health what inquires plugged
why in=none bonus=4: how|what mends SOURCE|it + does server inquires change may fixed fault health - tool agent AGENT TOOL credential address label header auth limit
why in=none: remove|drop|take_away|mends trouble + SOURCE it fault what how does may server inquires
why: lacks TOOL|AGENT|agent + SOURCE may does tool server what inquires how - limit only NAME URL consent
why: why lacks + AGENT agent SOURCE TOOL may does tool server what inquires
why in=none asks strange=0: why + what it inquires does may nobody
why in=none: why SOURCE nobody + may what inquires does
why_run asks: did_what + sacred AGENT agent what does inquires moments
why_run: why a_run|ran_badly + AGENT agent fault check tool freely any does missing inquires what - SOURCE TOOL
list_tools asks strange=0: what may call + it does inquires
tools_of_it asks in=none strange=0: what they call + it inquires does
list_tools asks in=none: AGENT it + may does inquires all - why why_run a_run limit add remove rename rotate NAME URL health
list_tools asks: AGENT TOOL|SOURCE + may does inquires all - why why_run a_run limit add remove rename rotate NAME URL health
list_tools: tool what|show|mine|does|may|AGENT|SOURCE|inquires + agent server all plugged how - limit accept revised why add only
list_tools asks in=none strange=1: what may call + does inquires - SOURCE TOOL AGENT server servers tool sandbox SANDBOX
list_tools strange=0: tool + all what show my - keeps
list_tools: what|all|show may|does|tool AGENT|agent|SOURCE + how inquires - why limit check health fault remove add credential only label plugged agents put_off
list_tools: callable what|show|all|tool|mine|inquires + may does agent AGENT SOURCE server sandbox all my mine inquires tool - why limit only remove add
list_agents strange=0: agents + what show mine my all how inquires plugged call - label NAME tool AGENT SOURCE add remove why may credential keeps happens
list_agents: agents|agent what|mine + all inquires show SOURCE - own header auth label NAME tool AGENT add remove why how URL health keeps happens
list_tools asks in=none strange=2: what agents may + inquires does - SOURCE AGENT TOOL NAME servers
list_agents asks in=none strange=1 bonus=2: what agents may SOURCE + inquires does
list_agents strange=1: agents|agent show + all inquires - label NAME SOURCE tool AGENT add remove why how URL health keeps happens
list_sandboxes strange=0: sandbox + what show mine my all how inquires call - keeps stuck happens server SOURCE agent add remove why NAME SANDBOX
show_source asks: SOURCE address|header|auth|rate_word|limit-ed|bearer|open|moments + per_minute may call what how where show does inquires server needs turned own_header HEADER plugged add-ed check status label mine limit - wrong change fresh add remove why rotate exchange spoilt URL NAME AGENT agent TOOL tool safety reveal stuck
show_source in=none asks: it|its|server address|auth|moments + what how where show does inquires plugged add-ed check status - wrong change fresh add remove why rotate exchange spoilt URL NAME AGENT agent TOOL tool limit safety stuck servers NAME happens keeps
show_source asks in=none: it|its rate_word|limit-ed + what how does inquires may call limit per_minute server SOURCE - change fresh remove why URL AGENT agent tool TOOL any
show_source asks in=none strange=0: what address|rate_word|auth + inquires its limit per_minute how - explains happens why it needs keeps
show_source asks in=none bonus=1: SOURCE|it needs credential|auth + does what inquires my any - rotate change fresh wrong reveal safety tool agent AGENT
show_source strange=0: show SOURCE + what server
show_source: show SOURCE address|auth|rate_word|moments + what server plugged add-ed check status mine its reveal inquires does - wrong change fresh add remove why rotate exchange spoilt URL NAME AGENT agent TOOL tool limit
show_source asks strange=0 bonus=2: SOURCE|it pause-ed|put_off|put_on|plugged + what inquires does server - why how happens all agents any servers
change_tools acts strange=0: limit SOURCE + server - rate_word address auth label credential
show_source asks bonus=2: SOURCE|it moments check-ed|pause-ed|rename-ed + check what inquires does server how health status add-ed plugged - why happens all agents any tool
show_source: details SOURCE + what show inquires all it server - change remove add AGENT tool TOOL URL
show_source in=none strange=0: details show|what|server + it inquires - change remove add AGENT agent agents tool TOOL URL sandbox servers all credential label address SOURCE
list_sandboxes: sandbox what|where|show|how SOURCE + does inquires plugged mine server all in - tool agent AGENT add remove why fault keeps
list_sources: servers|plugged|status what|show|mine|any + health fault put_off changing how server my inquires - look_at tool remove add bring why check SOURCE URL AGENT NAME agent credential auth keeps happens stuck
list_sources: what|any|show server health|fault|put_off|changing + mine my inquires - look_at tool remove add bring why check SOURCE URL AGENT NAME agent credential auth keeps happens stuck servers
list_sources asks strange=0: all put_off|pause-ed|changing + what inquires changing change-ed pause-ed health defaults needless server - SOURCE keeps
list_sources strange=0 in=none: how_many health|fault|put_off|pause-ed + what does inquires server servers it mine all
list_sources strange=0: many_of what + mine does inquires servers
list_sources strange=0: servers|status + mine my all show inquires put_off changing any - keeps
list_sources strange=0: what fault + inquires - stuck
list_sources in=none strange=0 bonus=0.5: what mine + only inquires does show my all
list_sources asks in=none strange=0: what SANDBOX + does inquires show
show_all steers strange=0: show + all mine my what
list_sources asks in=none strange=0 bonus=2: what i_did add|add-ed|plugged|bring + does mine inquires my all server servers
list_sources asks in=none strange=0 bonus=1: servers what|any needs|turned|mine credential|auth|bearer|open|own_header + does inquires my needless refuses lacks missing
list_sources asks strange=0: mine what|it + does inquires plugged my
test: check|look_at + SOURCE server servers it all health fault inquires access mine what - URL SECRET tool per_minute
test: health|fault|status inquires SOURCE|server|servers|all|they|any + how - URL SECRET tool why agent what AGENT
test: health|fault|status SOURCE + what how inquires - URL SECRET tool why agent put_on AGENT
test asks: credential likes SOURCE + does inquires holds stops own
test: health|fault inquires it - how why what stuck URL SECRET tool agent AGENT NAME
test asks in=none bonus=3: speed SOURCE|it|servers|all + what inquires does server rate_word my
test in=none strange=0: retries all + server servers it
test_unknown in=none: health inquires + how - URL SECRET tool why agent AGENT what it SANDBOX
test strange=0: health + check - likes agrees
out_of_scope/not_supported: foreign_thing + add show does needs own auth - URL chat
out_of_scope/not_supported acts bonus=6: runs_tool + call SOURCE TOOL tool server AGENT agent show does it - NAME URL why
out_of_scope/not_supported acts: rename AGENT|agent|sandbox|SANDBOX + NAME call label own mine does - SOURCE it URL server tool TOOL
out_of_scope/not_supported acts: other_work + show does - SOURCE AGENT server tool credential
out_of_scope/not_supported acts: verse + other_work show does SOURCE it all
out_of_scope/chitchat steers: chat show + how does - SOURCE
out_of_scope/chitchat: chat + show how does - SOURCE

help/undo asks in=none bonus=1: undone it + may what how inquires does happens - SOURCE why remove removal
help/revoke asks: remove|removal|undone + what how happens SOURCE server inquires - why
help/register asks: add|registration + what how happens server inquires fresh - why URL
help/test asks: check|checking + what how happens inquires - why SOURCE
help/test asks strange=0: explains check|checking|health + stuck what does inquires it likes agrees
help/pause asks: pause|resume|put_off|put_on + what how happens SOURCE server inquires agent agents all it does - why rename rotate changing limit servers mine
help/update asks: pause|resume|rename|rotate|changing + what how undone happens SOURCE server inquires - why
help/at_once asks in=none bonus=1: at_once|again_up agents|agent|AGENT|they + does show fresh add add-ed server servers tool TOOL SOURCE needs may what how where inquires change changing it all
help/at_once asks in=none bonus=1: where agents|agent|AGENT fresh server|tool + does show add add-ed may inquires it all mine
help/tools asks: allowlist + what how happens inquires
help/secrets steers asks: credential safety|reveal + what how where inquires may does SOURCE - why fresh
help/show_credential steers acts: credential reveal + SOURCE - fresh change wrong add
help/show_credential steers asks: credential shows_it + may does what SOURCE inquires reveal safety retries wrong - fresh change add
help/sandbox asks strange=0: explains sandbox + stuck what does inquires it
help/name asks strange=0: explains label + stuck what does inquires it
help/base_url asks strange=0: explains address + stuck what does inquires it server
help/auth_header asks strange=0: explains header + stuck what does inquires it own_header
help/credential asks strange=0: explains credential + stuck what does inquires it
help/auth_kind asks strange=0: explains auth|bearer|own_header + stuck what does inquires it credential header
help/agents asks strange=0: explains agent + stuck what does inquires it
help/tools asks strange=0: explains tool + stuck what does inquires it - mine my
help/register asks strange=0: explains server + stuck what does inquires it
help/agents bonus=4: makes_agent + add bring own fresh foreign_thing sacred fixed agent agents needs it - SOURCE NAME URL server tool TOOL AGENT
help/secrets steers asks: safety + what how where inquires may does it - stuck SOURCE AGENT add remove check server tool label sandbox header auth
cancel in=credential,doubt steers strange=3: cancels + ${polite} registration removal changing server add remove all credential leaves - ${nothingNamed}
cancel steers strange=1: cancels + ${polite} registration removal changing server add remove all credential - ${nothingNamed}
cancel steers strange=1 bonus=3 in=${strict},doubt,confirmation,sandbox: parts_ways + ${polite} it drop own needs does turned - ${nothingNamed}
put_aside in=confirmation,name,sandbox,auth_kind,auth_header,base_url steers strange=0 bonus=3 acts: discards|drop + registration it server all
hold_back in=base_url,auth_kind,auth_header,credential,doubt,name,sandbox steers strange=0 bonus=3: refuses add + it server all
repeat in=repair steers strange=0 bonus=5: spare + discards remove drop refuses it server likes
revoke_unknown acts in=none strange=1: drop|take_away + server it
list_tools asks in=none bonus=1: what mine AGENT + does inquires tool all may - why limit add remove rename rotate NAME URL health SOURCE server servers sandbox
list_tools in=none strange=1: tool agent + server all - limit accept revised why add only remove drop rename NAME lacks hides own needs does may put_off how
put_back in=confirmation steers strange=0 bonus=3 acts: discards|drop + it all change changing fresh address auth
stay in=credential,source,name,auth_kind,auth_header,base_url,confirmation steers strange=0 bonus=4: stays + it refuses all does defaults leaves fresh address label
restart steers strange=0: restarts + ${polite} registration all - ${nothingNamed}
repeat steers strange=0 bonus=3: holds check + lets needs later only
repeat steers strange=1: repeats|holds + ${polite} what stuck inquires backs registration show add - ${nothingNamed}
back steers strange=0: backs + ${polite} wrong change auth label address - ${nothingNamed}
skip steers strange=0: skips + ${polite} label sandbox - ${nothingNamed}
bye steers strange=0: byes + ${polite} all - ${nothingNamed}
thanks in=none steers strange=0: pleased + thanked likes it all
thanks steers strange=0: thanked + ${polite} stuck - ${nothingNamed}
greet steers strange=0: greets + ${polite} agent all - ${nothingNamed}

clear: wrong|change|fresh|remove label|address|header|auth|credential|sandbox + it own refuses does exchange spoilt - SOURCE AGENT SECRET URL
clear in=confirmation strange=0: label|header|address|credential + it own - likes SOURCE AGENT SECRET URL what why how refuses
choose/fix:base_url in=repair bonus=3 strange=3: address + wrong change fresh own reveal rotate exchange spoilt it fault does agrees likes label retries - SOURCE AGENT why what URL SECRET tool
choose/fix:credential in=repair bonus=3 strange=3: credential + wrong change fresh own reveal rotate exchange spoilt it fault does agrees likes label retries - SOURCE AGENT why what URL SECRET tool
choose/fix:previous_url in=repair bonus=5 strange=0: former + backs it address change changing retries thanked server - refuses likes SOURCE URL
choose/retry in=repair bonus=3 acts: retries|fixed|check + server it health look_at agrees likes put_on changing add repeats - SOURCE all AGENT URL why refuses SECRET discards
choose/discard in=repair strange=0 bonus=3 acts: discards SOURCE + server it registration - all URL NAME AGENT
choose/discard in=repair strange=0 bonus=3 acts: discards|remove|drop|take_away + server it refuses registration likes - SOURCE all URL label header address credential auth bearer NAME TOOL tool AGENT agent SANDBOX sandbox
why in=repair bonus=3 strange=0: why + it inquires refuses
choose/fix:credential in=repair bonus=3: another_one|wrong_one + it likes agrees wrong own exchange fresh credential - SOURCE AGENT why what URL SECRET tool
cancel in=repair bonus=3 strange=1: leaves + it refuses fault status later likes - SOURCE URL discards inquires

yes in=none acts strange=0 bonus=-0.5: agrees|likes + it act picks_up all - ${noReply} wrong refuses if fault otherwise
yes in=${strict} acts strange=0 bonus=1.1: agrees|likes + thanked greets it act picks_up all - ${noReply} wrong refuses if fault otherwise
yes in=confirmation acts strange=0 bonus=1.1: agrees|likes + thanked greets it act picks_up all details - ${noReply} wrong refuses if fault otherwise
yes in=${loose} acts strange=2 bonus=1.1: agrees|likes + thanked greets it act picks_up all - ${noReply} wrong refuses if fault otherwise
no in=none,${strict} strange=0 bonus=1.1: refuses + thanked greets likes agrees it act picks_up all wrong if stops holds later - ${noReply} label address header
no in=confirmation,${loose} strange=2 bonus=1.1: refuses + thanked greets likes agrees it act picks_up all wrong if stops holds later - ${noReply} label address header
yes in=confirmation acts strange=0 bonus=1.1: do_act + act agrees likes thanked greets it all - ${noReply} wrong refuses if SOURCE otherwise
yes in=resume acts strange=1 bonus=1.1: picks_up + act agrees likes it - ${noReply} refuses if SOURCE otherwise all
no in=resume strange=1 bonus=1.1: drop|remove|take_away|discards|leaves + act agrees likes it all - ${noReply}
`);
