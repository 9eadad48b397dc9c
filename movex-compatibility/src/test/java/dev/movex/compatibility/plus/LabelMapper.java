package dev.movex.compatibility.plus;

import com.baomidou.mybatisplus.core.mapper.BaseMapper;
import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.SelectKey;
import org.apache.ibatis.annotations.Update;

/** Statements as mapper files of shops and back offices have them. */
interface LabelMapper extends BaseMapper<Label> {
    String INTO = "INTO label (goods_id, text, used) VALUES (#{goodsId}, #{text}, #{used})";

    @Insert(
            "<script>INSERT INTO label (goods_id, text, used) VALUES <foreach collection='labels' item='l' separator=','>"
                    + "(#{l.goodsId}, #{l.text}, #{l.used})</foreach></script>")
    @Options(useGeneratedKeys = true, keyProperty = "id")
    int addAll(@Param("labels") List<Label> labels);

    @Insert("INSERT " + INTO)
    @SelectKey(statement = "SELECT LAST_INSERT_ID()", keyProperty = "id", before = false, resultType = Long.class)
    int addAndAskForTheLastKey(Label label);

    @Insert("INSERT " + INTO + " ON DUPLICATE KEY UPDATE used = used + VALUES(used)")
    int useOnMySql(Label label);

    @Insert("INSERT " + INTO + " ON CONFLICT (goods_id, text) DO UPDATE SET used = label.used + EXCLUDED.used")
    int useOnPostgres(Label label);

    @Insert("INSERT IGNORE " + INTO)
    int addIfAbsent(Label label);

    @Insert("REPLACE " + INTO)
    int replace(Label label);

    @Update("UPDATE label l INNER JOIN goods g ON l.goods_id = g.id SET l.used = l.used + 1 WHERE g.name = #{goods}")
    int useAllOf(String goods);

    @Delete("DELETE l FROM label l LEFT JOIN goods g ON l.goods_id = g.id WHERE g.id IS NULL")
    int removeThoseOfNothing();

    @Update(
            "UPDATE label SET used = CASE id WHEN #{one} THEN 5 WHEN #{other} THEN 6 END WHERE id IN (#{one}, #{other})")
    int number(@Param("one") long one, @Param("other") long other);

    @Select("SELECT * FROM label WHERE goods_id = #{goods} ORDER BY id")
    List<Label> of(long goods);
}
